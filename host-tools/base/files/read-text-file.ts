import { ToolError } from "../tool-error.js";
import { readBounded } from "./read-bounded.js";

/** Bytes; certificates, keys and claims have a few thousand. */
const largest = 1_000_000;

const look = "see that the name is right, and that you may read it";

/** A text file in UTF-8 or, as PowerShell's `>` writes it, UTF-16. `next` is for a missing one. Rejects with ToolError `file-missing`, `file-invalid`. */
export async function readTextFile(path: string, next: string = look): Promise<string> {
	const bytes = await readBytes(path, next);
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(2)).swap16().toString("utf16le");
	return bytes.toString("utf8").replace(/^\ufeff/, "");
}

async function readBytes(path: string, next: string): Promise<Buffer> {
	try {
		return await readBounded(path, largest);
	} catch (error) {
		if (error instanceof ToolError) throw error;
		throw new ToolError("file-missing", `Cannot read ${path}: ${(error as Error).message}`, {
			next,
			cause: error,
		});
	}
}
