import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { placeError } from "../../../base/files/place-error.js";
import { ToolError } from "../../../base/tool-error.js";

/**
 * Puts `text` in the place of what a file holds, which has to be `before` still: after a crash there is the one or the other. Its mode stays, and a
 * link to it. Rejects with ToolError `file-forbidden`, `in-use`.
 */
export async function rewriteFile(path: string, before: Buffer, text: string): Promise<void> {
	try {
		const target = await realpath(path);
		const replacement = `${target}.mended`;
		const { mode } = await stat(target);
		const file = await open(replacement, "wx", mode & 0o777);
		try {
			await file.chmod(mode & 0o777);
			await file.writeFile(text);
			await file.sync();
			await file.close();
			if (!(await readFile(target)).equals(before)) throw changed(path);
			await rename(replacement, target);
		} catch (error) {
			await file.close().catch(() => undefined);
			await rm(replacement, { force: true });
			throw error;
		}
	} catch (error) {
		throw placeError(path, error);
	}
}

function changed(path: string): ToolError {
	return new ToolError("in-use", `${path} was changed while it was looked at`, { next: "run it again" });
}
