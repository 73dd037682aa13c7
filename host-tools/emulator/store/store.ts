import { join } from "node:path";
import { takeLockFile } from "../../base/files/lock-file.js";
import { makePrivateDirectory } from "../../base/files/private-files.js";
import { LogFile } from "./log-file.js";
import type { RowChange } from "./log-line.js";
import { type LoadedTables, readLog } from "./read-log.js";
import { type RowCodec, Table } from "./table.js";

export interface StoreOptions {
	/** Created 0700 when missing. Without it nothing is kept. */
	readonly directory: string | undefined;
	/** The log is `<name>.log` in the directory: letters, digits and hyphens. Several stores may share a directory. */
	readonly name: string;
	/** Hears what a person should know, e.g. that a torn last line was dropped. */
	readonly note?: ((text: string) => void) | undefined;
}

/** Tables in memory behind one write-ahead log of JSON lines. */
export class Store {
	readonly #loaded: LoadedTables;
	readonly #tables = new Map<string, Table<never>>();
	readonly #file: LogFile | undefined;
	readonly #unlock: () => void;
	#closing: Promise<void> | undefined;

	private constructor(loaded: LoadedTables, path: string | undefined, unlock: () => void) {
		this.#loaded = loaded;
		this.#file = path === undefined ? undefined : new LogFile(path, () => this.#snapshot());
		this.#unlock = unlock;
	}

	/** Replays and compacts the log. Rejects when another process uses it, when it is damaged (see readLog), or with the file system's error. */
	static async open({ directory, name, note = () => {} }: StoreOptions): Promise<Store> {
		if (directory === undefined) return new Store(new Map(), undefined, () => {});
		await makePrivateDirectory(directory);
		const path = join(directory, `${name}.log`);
		const unlock = takeLockFile(join(directory, `${name}.lock`));
		try {
			const store = new Store(await readLog(path, note), path, unlock);
			await store.#file?.compact();
			return store;
		} catch (error) {
			unlock();
			throw error;
		}
	}

	/** False when nothing outlives this process. */
	get isKept(): boolean {
		return this.#file !== undefined;
	}

	/** The table of that name with the rows the log had; ask once per name. Throws when a row is not one that `codec` can decode. */
	table<T>(name: string, codec: RowCodec<T>): Table<T> {
		if (this.#tables.has(name)) throw new Error(`The table "${name}" is taken`);
		const rows = new Map<string, T>();
		for (const [key, json] of this.#loaded.get(name) ?? []) rows.set(key, codec.decode(json));
		const table = new Table(name, rows, codec.encode, (change) => this.#file?.append(change));
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
		this.#closing ??= (this.#file?.close() ?? Promise.resolve()).finally(this.#unlock);
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
