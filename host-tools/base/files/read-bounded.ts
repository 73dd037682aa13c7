import { type FileHandle, open } from "node:fs/promises";
import { interruptible, throwIfInterrupted } from "../interruption.js";
import { ToolError } from "../tool-error.js";

const chunkBytes = 65_536;

/**
 * All of a file of at most `largest` bytes. Rejects with ToolError `file-invalid` when it has more, `interrupted` when the signal aborts,
 * or with the file system's error.
 */
export async function readBounded(path: string, largest: number, signal?: AbortSignal): Promise<Buffer> {
	const read = async () => {
		const file = await open(path, "r");
		try {
			return await readAll(path, file, largest, signal);
		} finally {
			await file.close();
		}
	};
	// Opening or reading a pipe can last forever, and nothing ends that but its writer.
	return signal === undefined ? read() : interruptible(read, signal);
}

/** A pipe or device has no size that could be looked at before. */
async function readAll(path: string, file: FileHandle, largest: number, signal?: AbortSignal): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	while (length <= largest) {
		if (signal !== undefined) throwIfInterrupted(signal);
		const chunk = Buffer.alloc(Math.min(chunkBytes, largest + 1 - length));
		const { bytesRead } = await file.read(chunk, 0, chunk.length);
		if (bytesRead === 0) return Buffer.concat(chunks, length);
		chunks.push(chunk.subarray(0, bytesRead));
		length += bytesRead;
	}
	throw new ToolError("file-invalid", `${path} has more than ${largest} bytes`, { next: "is it the right file?" });
}
