import { systemErrorCode, ToolError } from "../tool-error.js";
import { readBounded } from "./read-bounded.js";

/** Bytes; certificates, keys and claims have a few thousand. */
const largestText = 1_000_000;

const look = "see that the name is right, and that you may read it";

const problems: Readonly<Record<string, string>> = Object.freeze({
	ENOENT: "there is no such file",
	ENOTDIR: "a part of its path is no directory",
	EISDIR: "it is a directory",
	EACCES: "you may not read it",
});

export interface InputFileOptions {
	/** What to do about one that cannot be read. */
	readonly next?: string;
	readonly signal?: AbortSignal | undefined;
	/** Bytes it may have; 1 MB by default. */
	readonly largest?: number;
}

/**
 * What a file that a person named holds. Rejects with ToolError `file-missing`, `file-invalid` (too large), `timeout` (a pipe that does
 * not end), `interrupted`.
 */
export async function readInputFile(path: string, options: InputFileOptions = {}): Promise<Buffer> {
	const { next = look, signal, largest = largestText } = options;
	try {
		return await readBounded(path, largest, signal);
	} catch (error) {
		if (error instanceof ToolError) throw error;
		const problem = problems[systemErrorCode(error) ?? ""] ?? (error as Error).message;
		throw new ToolError("file-missing", `Cannot read ${path}: ${problem}`, { next, cause: error });
	}
}
