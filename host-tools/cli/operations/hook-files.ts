import { readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { placeError } from "../../base/files/place-error.js";
import { ToolError } from "../../base/tool-error.js";
import type { HookSettings } from "../../emulator/behaviour.js";

type HookFiles = Pick<HookSettings, "directory" | "targets">;

const toModule = "name a JavaScript module that exports handler, such as docs/aws/hook.mjs";

/** The same with absolute paths. Throws ToolError `file-forbidden` for a folder or a file that cannot be used. */
export async function checkHookFiles({ directory, targets = new Map() }: HookFiles): Promise<HookFiles> {
	const found = new Map<string, string>();
	for (const [functionArn, target] of targets) {
		found.set(functionArn, /^https?:/i.test(target) ? target : await existingFile(target));
	}
	return { directory: directory === undefined ? undefined : await existingDirectory(directory), targets: found };
}

/** Its absolute path. Throws ToolError `file-forbidden`. */
export async function existingDirectory(directory: string): Promise<string> {
	const path = resolve(directory);
	await readdir(path).catch((error: unknown) => {
		throw unusable(path, error, "name a folder that is there and that you may read");
	});
	return path;
}

async function existingFile(file: string): Promise<string> {
	const path = resolve(file);
	const found = await stat(path).catch((error: unknown) => {
		throw unusable(path, error, toModule);
	});
	if (found.isFile()) return path;
	throw new ToolError("file-forbidden", `Cannot use ${path} as a hook: it is no file`, { next: toModule });
}

/** As `placeError`, of what has to be there already: another place would not help. */
function unusable(path: string, thrown: unknown, next: string): unknown {
	const error = placeError(path, thrown);
	return error instanceof ToolError ? new ToolError(error.code, error.message, { next, cause: thrown }) : error;
}
