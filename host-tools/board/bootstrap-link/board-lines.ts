import type { LogFields } from "../../../firmware/ports/log.js";
import { Transcript } from "../diagnosis/transcript.js";
import { parseLogLine } from "../monitor/device-log.js";
import { LineSplitter } from "../monitor/line-splitter.js";
import { plainFields, plainText } from "../monitor/plain-text.js";
import type { SerialLink } from "../serial/serial-link.js";

export interface BoardListener {
	/** Any line the board wrote. */
	onLine?(line: string): void;
	/** An event of its log (docs/log-schema.md). */
	onEvent?(event: string, fields: LogFields): void;
	/** The link ended; nothing comes after it. */
	onClosed?(error: Error): void;
}

/**
 * What a board says, line by line, to any number of listeners: whoever sends a bootstrap and whoever follows the log read the same line.
 * Takes the link's listener; the link stays its owner's to close.
 */
export class BoardLines {
	readonly #link: SerialLink;
	readonly #splitter = new LineSplitter();
	readonly #transcript = new Transcript();
	readonly #listeners = new Set<BoardListener>();
	#closed: Error | undefined;

	constructor(link: SerialLink) {
		this.#link = link;
		link.listen({
			onBytes: (bytes) => {
				this.#transcript.add(bytes);
				for (const line of this.#splitter.split(bytes)) this.#onLine(plainText(line));
			},
			onClosed: (error) => {
				this.#closed = error;
				for (const listener of [...this.#listeners]) listener.onClosed?.(error);
			},
		});
	}

	/** As the user named the link. */
	get name(): string {
		return this.#link.name;
	}

	/** The last of what the board sent, as it came. */
	get heard(): Uint8Array {
		return this.#transcript.bytes;
	}

	/** Returns what ends it. A link that has ended tells so at once. */
	listen(listener: BoardListener): () => void {
		this.#listeners.add(listener);
		if (this.#closed) listener.onClosed?.(this.#closed);
		return () => this.#listeners.delete(listener);
	}

	/** Gives the link back, open as it is; nobody hears anything any more. May be called twice. */
	close(): void {
		this.#listeners.clear();
		this.#link.listen(undefined);
	}

	/** Rejects with ToolError `port-lost`. */
	write(text: string): Promise<void> {
		return this.#link.write(Buffer.from(text));
	}

	#onLine(line: string): void {
		// A boot loader's last words may have no end: an event begins where it begins.
		const parsed = parseLogLine(line.slice(Math.max(line.indexOf("thingsmith {"), 0)));
		const fields = parsed.kind === "event" ? plainFields(parsed.fields) : {};
		for (const listener of [...this.#listeners]) {
			listener.onLine?.(line);
			if (parsed.kind === "event") listener.onEvent?.(parsed.event, fields);
		}
	}
}

/** Listens to the board while `use` runs, and no longer: its bootloader is spoken to otherwise. */
export async function withBoardLines<T>(link: SerialLink, use: (board: BoardLines) => Promise<T>): Promise<T> {
	const lines = new BoardLines(link);
	try {
		return await use(lines);
	} finally {
		lines.close();
	}
}
