import { systemReason } from "../system-error.js";
import { ToolError } from "../tool-error.js";
import { readBounded } from "./read-bounded.js";

/** Bytes; certificates, keys and claims have a few thousand. */
const largestText = 1_000_000;

const look = "see that the name is right, and that you may read it";

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
		throw new ToolError("file-missing", `Cannot read ${path}: ${systemReason(error)}`, { next, cause: error });
	}
}
