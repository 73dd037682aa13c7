import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pause } from "../interruption.js";
import { systemErrorCode, ToolError } from "../tool-error.js";

const chunkBytes = 65_536;
/** How long a pipe may take until all of it is there, ms. */
const pipeMs = 30_000;
/** Between two looks at a pipe that had nothing, ms. */
const lookMs = 20;

/**
 * All of a file of at most `largest` bytes. Rejects with ToolError `file-invalid` when it has more, `timeout` when a pipe does not end within
 * `deadlineMs` (30 s by default), `interrupted` when the signal aborts, or with the file system's error.
 */
export async function readBounded(
	path: string,
	largest: number,
	signal: AbortSignal = new AbortController().signal,
	deadlineMs = pipeMs,
): Promise<Buffer> {
	// Otherwise opening a pipe waits for its writer, and nothing ends that. Windows has neither such pipes nor the flag.
	const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const reader = new Reader(file, await file.stat());
		const until = performance.now() + deadlineMs;
		while (reader.length <= largest) {
			const more = await reader.read(Math.min(chunkBytes, largest + 1 - reader.length));
			if (more === "end") return reader.content;
			if (performance.now() > until) throw tooSlow(path, deadlineMs);
			await pause(more === "nothing yet" ? lookMs : 0, signal);
		}
		throw new ToolError("file-invalid", `${path} has more than ${largest} bytes`, { next: "is it the right file?" });
	} finally {
		await file.close();
	}
}

/** Reads a file whose size is not known before, as that of a pipe or a device. */
class Reader {
	readonly #file: FileHandle;
	readonly #chunks: Buffer[] = [];
	readonly #isPipe: boolean;
	length = 0;

	constructor(file: FileHandle, stats: Stats) {
		this.#file = file;
		this.#isPipe = stats.isFIFO();
	}

	get content(): Buffer {
		return Buffer.concat(this.#chunks, this.length);
	}

	async read(most: number): Promise<"more" | "end" | "nothing yet"> {
		const chunk = Buffer.alloc(most);
		const count = await this.#file.read(chunk, 0, most).then(({ bytesRead }) => bytesRead, unlessEmpty);
		if (count === undefined) return "nothing yet";
		// A pipe without a writer looks like one at its end.
		if (count === 0) return this.#isPipe && this.length === 0 ? "nothing yet" : "end";
		this.#chunks.push(chunk.subarray(0, count));
		this.length += count;
		return "more";
	}
}

/** A writer is there and has written nothing since. */
function unlessEmpty(error: unknown): undefined {
	if (systemErrorCode(error) !== "EAGAIN") throw error;
}

function tooSlow(path: string, deadlineMs: number): ToolError {
	return new ToolError("timeout", `${path} is a pipe or a device that did not end within ${deadlineMs / 1000} s`, {
		next: "name a file, or see that something writes into the pipe and closes it",
	});
}
