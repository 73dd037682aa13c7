import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { isDiskFull } from "../../base/files/place-error.js";
import { ownFile, replacePrivateFile } from "../../base/files/private-files.js";
import { encodeBatch, logHeader, type RowChange } from "./log-line.js";

/** Rows in one line of a compacted file, and characters after which it has no more: bounds the text held in memory, and how long others wait for their turn. */
const rowsPerLine = 256;
const charactersPerLine = 256 * 1024;
/** A log is compacted while running when it is this many times as long as after its last compaction, and at least `smallest` bytes. */
const growth = 4;
const smallest = 8 * 1024 * 1024;
/** ms between two tries to write what could not be written. */
const retryInterval = 1000;
/** Changes that wait for a disk that takes none, and characters of all that waits for a disk that is slow or takes none. */
const mostWaiting = 100_000;
const mostWaitingCharacters = 128 * 1024 * 1024;

/** What a log needs of an open file. */
export type LogHandle = Pick<FileHandle, "appendFile" | "truncate" | "close">;

export interface LogFileOptions {
	readonly path: string;
	/** All rows as they are, for compaction. */
	readonly snapshot: () => Iterable<RowChange>;
	/** Hears once that the file cannot be written, and once that it can again. */
	readonly note: (text: string) => void;
	/** Why nothing may be written any more; undefined as long as the file is ours. */
	readonly problem: () => Error | undefined;
	/** Opens a file that is there for appending. */
	readonly open?: ((path: string) => Promise<LogHandle>) | undefined;
}

function charactersOf({ table, key, json = "" }: RowChange): number {
	return table.length + key.length + json.length;
}

function openForAppending(path: string): Promise<LogHandle> {
	return open(path, constants.O_WRONLY | constants.O_APPEND | ownFile);
}

/**
 * The file of a log: group commit behind one writer. Changes that arrive while a write is under way go out together in the
 * next one, as one atomic line. When the disk takes nothing, what is torn is cut off again, and the changes wait and are
 * tried each second.
 */
export class LogFile {
	readonly #options: LogFileOptions;
	#file: LogHandle | undefined;
	#pending: RowChange[] = [];
	/** Of what is not written yet. */
	#characters = 0;
	/** Ends when the newest batch is written, or found not to be. Never rejects. */
	#newest: Promise<void> = Promise.resolve();
	/** Whether the pending changes have their batch in the queue. */
	#queued = false;
	/** Bytes of whole lines. */
	#bytes = 0;
	/** Whether part of a line may stand behind them. */
	#torn = false;
	#compactAt = smallest;
	#failure: Error | undefined;
	#retry: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(options: LogFileOptions) {
		this.#options = options;
	}

	/** Why changes are not kept at the moment; undefined when they are. */
	get failure(): Error | undefined {
		return this.#failure;
	}

	/**
	 * Writes the present state to a new file that takes the old one's place. Others have their turns meanwhile: a row is written as it is when
	 * it is reached, and what changed since the beginning is written behind the rows, so that the file ends between two batches.
	 */
	async compact(): Promise<void> {
		let batched = 0;
		const bytes = await replacePrivateFile(this.#options.path, async (file) => {
			let written = 0;
			const write = async (text: string) => {
				await file.appendFile(text);
				written += Buffer.byteLength(text);
			};
			for (const text of this.#batches()) await write(text);
			batched = this.#pending.length;
			if (batched > 0) await write(encodeBatch(this.#pending.slice(0, batched)));
			return written;
		});
		this.#written(this.#pending.splice(0, batched));
		this.#bytes = bytes;
		this.#torn = false;
		this.#compactAt = Math.max(smallest, growth * bytes);
		await this.#file?.close();
		this.#file = undefined;
		this.#file = await this.#open();
	}

	/** Throws when the file is closed, or when more waits for the disk than can be held. */
	append(change: RowChange): void {
		if (this.#closed) throw new Error(`The log "${this.#options.path}" is closed`);
		const characters = charactersOf(change);
		const isFull = this.#characters + characters > mostWaitingCharacters;
		if (isFull) throw this.#failure ?? new Error(`"${this.#options.path}" is written too slowly for what changes`);
		if (this.#failure !== undefined && this.#pending.length >= mostWaiting) throw this.#failure;
		this.#pending.push(change);
		this.#characters += characters;
		this.#enqueue();
	}

	/** Resolves when everything appended so far is written, whatever comes later; rejects when it is not written yet because it cannot be. */
	async flushed(): Promise<void> {
		await this.#newest;
		if (this.#failure) throw this.#failure;
	}

	/** Tries once more what waits. May be called twice. */
	async close(): Promise<void> {
		clearTimeout(this.#retry);
		if (this.#failure !== undefined && !this.#closed) this.#enqueue();
		this.#closed = true;
		await this.#newest;
		clearTimeout(this.#retry);
		await this.#file?.close();
		this.#file = undefined;
	}

	#enqueue(): void {
		if (this.#queued) return;
		this.#queued = true;
		// At least a microtask later, so all that one synchronous call changes is in one batch.
		this.#newest = this.#newest.then(() => this.#commit());
	}

	async #commit(): Promise<void> {
		this.#queued = false;
		const batch = this.#pending;
		this.#pending = [];
		try {
			const problem = this.#options.problem();
			if (problem !== undefined) throw problem;
			const isCompacted = this.#bytes > this.#compactAt && (await this.#tryCompact());
			if (!isCompacted && batch.length > 0) await this.#write(encodeBatch(batch));
			this.#written(batch);
			this.#succeeded();
		} catch (error) {
			this.#pending = [...batch, ...this.#pending];
			// What can be cut off now need not wait for the next try.
			if (this.#torn) await this.#file?.truncate(this.#bytes).catch(() => {});
			this.#failed(error as Error);
		}
	}

	#open(): Promise<LogHandle> {
		return (this.#options.open ?? openForAppending)(this.#options.path);
	}

	async #write(text: string): Promise<void> {
		this.#file ??= await this.#open();
		// A line behind a torn one would make the file unreadable.
		if (this.#torn) await this.#file.truncate(this.#bytes);
		this.#torn = true;
		await this.#file.appendFile(text);
		this.#torn = false;
		this.#bytes += Buffer.byteLength(text);
	}

	#written(changes: readonly RowChange[]): void {
		for (const change of changes) this.#characters -= charactersOf(change);
	}

	/** A disk without room for a second file may have some for a line: later, then. */
	async #tryCompact(): Promise<boolean> {
		try {
			await this.compact();
			return true;
		} catch (error) {
			if (!isDiskFull(error)) throw error;
			this.#compactAt = 2 * this.#bytes;
			return false;
		}
	}

	#succeeded(): void {
		if (this.#failure === undefined) return;
		this.#failure = undefined;
		this.#options.note(`"${this.#options.path}" is written again: nothing was lost`);
	}

	#failed(cause: Error): void {
		const isNews = this.#failure === undefined;
		const { path, note } = this.#options;
		this.#failure = new Error(`Cannot write "${path}": ${cause.message}`, { cause });
		if (isNews) note(`${this.#failure.message}. Changes are refused until it can be written: it is tried each second`);
		if (this.#closed) return;
		clearTimeout(this.#retry);
		this.#retry = setTimeout(() => this.#enqueue(), retryInterval);
		this.#retry.unref();
	}

	*#batches(): IterableIterator<string> {
		yield logHeader;
		let rows: RowChange[] = [];
		let characters = 0;
		for (const change of this.#options.snapshot()) {
			rows.push(change);
			characters += charactersOf(change);
			if (rows.length < rowsPerLine && characters < charactersPerLine) continue;
			yield encodeBatch(rows);
			rows = [];
			characters = 0;
		}
		if (rows.length > 0) yield encodeBatch(rows);
	}
}
