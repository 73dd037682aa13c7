import { join } from "node:path";
import { type HeldLock, takeLockFile } from "../../base/files/lock-file.js";
import { makeTrustedDirectory } from "../../base/files/private-files.js";
import { absorbLog } from "./absorb-log.js";
import { LogFile, type LogFileOptions } from "./log-file.js";
import type { RowChange } from "./log-line.js";
import { type LoadedTables, readLog } from "./read-log.js";
import { type RowCodec, type RowOrder, Table } from "./table.js";

export interface StoreOptions {
	/** Created 0700 when missing. Without it nothing is kept. */
	readonly directory: string | undefined;
	/** The log is `<name>.log` in the directory: letters, digits and hyphens. Several stores may share a directory. */
	readonly name: string;
	/** Hears what a person should know: that a torn last line was set aside, that the disk takes nothing, that it does again. */
	readonly note?: ((text: string) => void) | undefined;
	/** Log of an earlier version in the same directory, whose rows go over into this one; it is then removed. */
	readonly absorbs?: string | undefined;
	/** Opens the log for appending: a file that fails, in tests. */
	readonly openLog?: LogFileOptions["open"];
}

/** Tables in memory behind one write-ahead log of JSON lines. */
export class Store {
	readonly #loaded: LoadedTables;
	readonly #tables = new Map<string, Table<never>>();
	readonly #file: LogFile | undefined;
	readonly #lock: HeldLock | undefined;
	#closing: Promise<void> | undefined;

	private constructor(loaded: LoadedTables, lock?: HeldLock, file?: Omit<LogFileOptions, "snapshot" | "problem">) {
		this.#loaded = loaded;
		this.#lock = lock;
		if (lock === undefined || file === undefined) return;
		const { path, note, open } = file;
		this.#file = new LogFile({ path, note, open, snapshot: () => this.#snapshot(), problem: lock.problem });
	}

	/**
	 * Replays and compacts the log. Rejects with ToolError `in-use` when another process uses it, `file-forbidden` when the place cannot
	 * be used, with an Error when it is damaged (see readLog), or with the file system's error.
	 */
	static async open({ directory, name, absorbs, note = () => {}, openLog }: StoreOptions): Promise<Store> {
		if (directory === undefined) return new Store(new Map());
		await makeTrustedDirectory(directory);
		const path = join(directory, `${name}.log`);
		const lock = await takeLockFile(join(directory, `${name}.lock`));
		try {
			const tables = await readLog(path, note);
			const store = new Store(tables, lock, { path, note, open: openLog });
			const compact = async () => store.#file?.compact();
			if (absorbs === undefined) await compact();
			else await absorbLog(join(directory, absorbs), tables, { note, keep: compact });
			return store;
		} catch (error) {
			lock.release();
			throw error;
		}
	}

	/** False when nothing outlives this process. */
	get isKept(): boolean {
		return this.#file !== undefined;
	}

	/** Why changes are not kept at the moment, e.g. because the disk is full; undefined when they are. */
	get failure(): Error | undefined {
		return this.#file?.failure;
	}

	/** The table of that name with the rows the log had; ask once per name. Throws when a row is not one that `codec` can decode. */
	table<T>(name: string, codec: RowCodec<T>, order?: RowOrder<T>): Table<T> {
		if (this.#tables.has(name)) throw new Error(`The table "${name}" is taken`);
		// The map that was loaded becomes that of the rows: two of a big table would be there at once.
		const rows = (this.#loaded.get(name) ?? new Map()) as Map<string, T>;
		for (const [key, json] of rows) rows.set(key, codec.decode(json));
		const log = (change: RowChange) => this.#file?.append(change);
		const table = new Table({ name, rows, encode: codec.encode, log, order });
		this.#tables.set(name, table as unknown as Table<never>);
		this.#loaded.delete(name);
		return table;
	}

	/**
	 * Resolves when every change made so far is written to the file: it survives the end of this process, kill -9 included. It
	 * is not yet forced to the medium, so a power cut or a crash of the operating system may take the last moments; the
	 * checksum of each line and compaction at open keep what is left readable. Rejects when the file cannot be written.
	 */
	async durable(): Promise<void> {
		await this.#file?.flushed();
	}

	/** Writes what is outstanding and gives the lock back. May be called twice. */
	close(): Promise<void> {
		this.#closing ??= (this.#file?.close() ?? Promise.resolve()).finally(() => this.#lock?.release());
		return this.#closing;
	}

	/** Rows of tables that nobody asked for are kept too: another version of the emulator may know them. */
	*#snapshot(): IterableIterator<RowChange> {
		for (const table of this.#tables.values()) yield* table.snapshot();
		for (const [table, rows] of this.#loaded) {
			for (const [key, row] of rows) yield { table, key, json: JSON.stringify(row) };
		}
	}
}
