import { type FileHandle, open } from "node:fs/promises";
import { replacePrivateFile } from "../../base/files/private-files.js";
import { encodeBatch, logHeader, type RowChange } from "./log-line.js";

/** Rows in one line of a compacted file: bounds the text held in memory. */
const rowsPerLine = 256;
/** A log is compacted while running when it is this many times as long as after its last compaction, and at least `smallest` bytes. */
const growth = 4;
const smallest = 8 * 1024 * 1024;

/**
 * The file of a log: group commit behind one writer. Changes that arrive while a write is under way go out together in the
 * next one, as one atomic line.
 */
export class LogFile {
	readonly #path: string;
	readonly #snapshot: () => Iterable<RowChange>;
	#file: FileHandle | undefined;
	#pending: RowChange[] = [];
	/** Ends when the newest batch is written. Never rejects. */
	#newest: Promise<void> = Promise.resolve();
	/** Whether the pending changes have their batch in the queue. */
	#queued = false;
	#bytes = 0;
	#compactAt = smallest;
	#failure: Error | undefined;

	/** `snapshot` gives all rows as they are, for compaction. */
	constructor(path: string, snapshot: () => Iterable<RowChange>) {
		this.#path = path;
		this.#snapshot = snapshot;
	}

	/** Writes the present state to a new file that takes the old one's place. */
	async compact(): Promise<void> {
		this.#pending = [];
		const batches = this.#batches();
		this.#bytes = await replacePrivateFile(this.#path, async (file) => {
			let bytes = 0;
			for (const text of batches) {
				await file.appendFile(text);
				bytes += Buffer.byteLength(text);
			}
			return bytes;
		});
		this.#compactAt = Math.max(smallest, growth * this.#bytes);
		await this.#file?.close();
		this.#file = await open(this.#path, "a");
	}

	/** Throws when an earlier write failed: a line after a torn one would make the file unreadable. */
	append(change: RowChange): void {
		if (this.#failure) throw this.#failure;
		this.#pending.push(change);
		if (this.#queued) return;
		this.#queued = true;
		// At least a microtask later, so all that one synchronous call changes is in one batch.
		this.#newest = this.#newest.then(() => this.#commit());
	}

	/** Resolves when everything appended so far is written, whatever comes later; rejects when it cannot be. */
	async flushed(): Promise<void> {
		await this.#newest;
		if (this.#failure) throw this.#failure;
	}

	async close(): Promise<void> {
		await this.#newest;
		await this.#file?.close();
		this.#file = undefined;
		this.#failure ??= new Error(`The log "${this.#path}" is closed`);
	}

	async #commit(): Promise<void> {
		this.#queued = false;
		try {
			if (this.#failure) return;
			if (this.#bytes > this.#compactAt) await this.compact();
			else await this.#write(encodeBatch(this.#pending.splice(0)));
		} catch (cause) {
			this.#failure = new Error(`Cannot write "${this.#path}": nothing is kept any more until a restart`, { cause });
		}
	}

	async #write(text: string): Promise<void> {
		await this.#file?.appendFile(text);
		this.#bytes += Buffer.byteLength(text);
	}

	/** Encoded before the first await: rows changed while the file is written are in the next batch. */
	#batches(): string[] {
		const texts = [logHeader];
		const rows: RowChange[] = [];
		for (const change of this.#snapshot()) {
			rows.push(change);
			if (rows.length === rowsPerLine) texts.push(encodeBatch(rows.splice(0)));
		}
		if (rows.length > 0) texts.push(encodeBatch(rows));
		return texts;
	}
}
