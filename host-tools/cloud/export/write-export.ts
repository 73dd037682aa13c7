import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makePrivateDirectory, replacePrivateFile } from "../../base/files/private-files.js";
import { systemErrorCode, ToolError } from "../../base/tool-error.js";
import type { ExportFile } from "./export-format.js";

export interface WriteOptions {
	readonly directory: string;
	/** Files with another content are replaced, not refused. */
	readonly force: boolean;
}

/**
 * Writes each file as a whole, and none where one of them is there with another content: it may be somebody's who changed it. Resolves with their
 * paths. Rejects with ToolError `file-exists`, `file-forbidden`.
 */
export async function writeExport(
	files: readonly ExportFile[],
	{ directory, force }: WriteOptions,
): Promise<readonly string[]> {
	const placed = files.map((file) => ({ ...file, path: join(directory, ...file.path.split("/")) }));
	if (!force) for (const file of placed) await refuseAnother(file);
	for (const { path, content, executable } of placed) {
		await makePrivateDirectory(dirname(path));
		await replacePrivateFile(path, async (file) => {
			await file.writeFile(content);
			await file.chmod(executable ? 0o755 : 0o644);
		});
	}
	return placed.map(({ path }) => path);
}

async function refuseAnother({ path, content }: ExportFile): Promise<void> {
	const there = await readFile(path).catch((error: unknown) => {
		if (["ENOENT", "ENOTDIR"].includes(systemErrorCode(error) ?? "")) return undefined;
		throw error;
	});
	if (there === undefined || there.equals(Buffer.from(content))) return;
	throw new ToolError("file-exists", `${path} is there already, with another content`, {
		next: "name another folder with --out, or let --force replace it",
	});
}
