import { open, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { systemErrorCode, ToolError } from "../tool-error.js";
import { placeError } from "./place-error.js";
import { makePrivateDirectory } from "./private-files.js";

/**
 * Creates `path` with mode 0600 and the content durable; never touches a file that is there. Its folder is made 0700. Rejects with
 * ToolError `file-exists`, `file-forbidden`.
 */
export async function createSecretFile(path: string, content: string | Uint8Array): Promise<void> {
	await makePrivateDirectory(dirname(path));
	const file = await open(path, "wx", 0o600).catch((error: unknown) => {
		throw systemErrorCode(error) === "EEXIST" ? fileExists(path, error) : placeError(path, error);
	});
	try {
		await file.writeFile(content);
		await file.sync();
	} catch (error) {
		await unlink(path);
		throw placeError(path, error);
	} finally {
		await file.close();
	}
}

/**
 * Creates a file at `path` and removes it again: for what is lost when it cannot be written. Rejects as `createSecretFile` does.
 */
export async function trySecretFile(path: string): Promise<void> {
	await createSecretFile(path, "");
	await unlink(path);
}

export function fileExists(path: string, cause?: unknown): ToolError {
	return new ToolError("file-exists", `${path} is there already and is never overwritten`, {
		next: "name another file, or remove that one",
		cause,
	});
}
