import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { systemErrorCode, ToolError } from "../tool-error.js";
import { placeError } from "./place-error.js";

/**
 * Creates `directory` and its missing parents with mode 0700; one that is already there keeps its mode. Rejects with ToolError
 * `file-forbidden`.
 */
export async function makePrivateDirectory(directory: string): Promise<void> {
	await makeDirectory(resolve(directory)).catch((error: unknown) => {
		throw placeError(directory, error);
	});
}

/**
 * As `makePrivateDirectory`, for a directory whose content is trusted: it must not be a symbolic link, nor one where other users
 * may put files.
 */
export async function makeTrustedDirectory(directory: string): Promise<void> {
	await makePrivateDirectory(directory);
	const { mode, uid, isLink } = await look(directory);
	if (isLink) throw untrusted(directory, "it is a symbolic link", `give its target: ${await realpath(directory)}`);
	// Windows has neither.
	if (process.getuid === undefined) return;
	if (uid !== process.getuid()) throw untrusted(directory, "it belongs to another user", "choose another place");
	if ((mode & 0o022) !== 0) throw untrusted(directory, "other users may write there", `chmod go-w ${directory}`);
}

/** One step at a time: `mkdir` with `recursive` never ends where a directory is there and takes none, as in /proc. */
async function makeDirectory(directory: string): Promise<void> {
	try {
		await mkdir(directory, { mode: 0o700 });
	} catch (error) {
		const code = systemErrorCode(error);
		const parent = dirname(directory);
		if (code === "ENOENT" && parent !== directory && !(await isDirectory(parent))) {
			await makeDirectory(parent);
			await mkdir(directory, { mode: 0o700 });
		} else if (code !== "EEXIST" || !(await isDirectory(directory))) {
			throw error;
		}
	}
}

async function isDirectory(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isDirectory();
	} catch {
		return false;
	}
}

async function look(path: string): Promise<{ mode: number; uid: number; isLink: boolean }> {
	const found = await lstat(path);
	return { mode: found.mode, uid: found.uid, isLink: found.isSymbolicLink() };
}

function untrusted(directory: string, why: string, next: string): ToolError {
	return new ToolError("file-forbidden", `Cannot use ${directory}: ${why}`, { next });
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

/** Flags for opening a file of ours: a symbolic link is not followed, and a FIFO in its place is not waited for. Windows has neither. */
export const ownFile = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

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
