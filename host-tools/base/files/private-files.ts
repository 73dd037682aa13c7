import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { placeError } from "./place-error.js";

/** Creates `directory` and its missing parents with mode 0700; one that is already there keeps its mode. Rejects with ToolError `file-forbidden`. */
export async function makePrivateDirectory(directory: string): Promise<void> {
	await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
		throw placeError(directory, error);
	});
}

/**
 * Replaces the file at `path` as a whole: after a crash there is the old file or the new one, never a mixture. The file is
 * created with mode 0600 and is on the medium (fsync) when this resolves. Returns what `write` returns.
 * Rejects with ToolError `file-forbidden` when the place is the reason.
 */
export async function replacePrivateFile<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
	const replacement = `${path}.new`;
	const file = await createReplacement(replacement).catch((error: unknown) => {
		throw placeError(path, error);
	});
	try {
		const result = await write(file);
		await file.sync();
		await file.close();
		await rename(replacement, path);
		await syncDirectory(dirname(path));
		return result;
	} catch (error) {
		await file.close();
		await rm(replacement, { force: true });
		throw placeError(path, error);
	}
}

async function createReplacement(path: string): Promise<FileHandle> {
	await rm(path, { force: true });
	// "wx": O_EXCL never follows a link that somebody else may have put there.
	return open(path, "wx", 0o600);
}

/** Makes a rename durable. Windows cannot open directories and needs no such step. */
async function syncDirectory(directory: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(directory, constants.O_RDONLY);
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
