import { closeSync, ftruncateSync, openSync, statSync, writeSync } from "node:fs";
import { copyFile, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { LogHandle } from "../../../host-tools/emulator/store/log-file.js";
import { Store } from "../../../host-tools/emulator/store/store.js";
import type { TemporaryDirectories } from "../../support/temporary-directory.js";

/** A data directory as a kill at one moment leaves it. */
export interface Cut {
	readonly directory: string;
	/** The newest mark whose changes are all in it, or undefined. */
	readonly mark: string | undefined;
}

/**
 * A data directory, and what a kill leaves of it, whenever it comes: a line of the log is written as a whole or not at all, so the process may
 * have ended behind each of them. What one turn of the event loop changes is a line of its own, so that no moment is missing.
 */
export class LogCuts {
	readonly #directories: TemporaryDirectories;
	readonly #directory: string;
	readonly #marks: (readonly [name: string, length: number])[] = [];
	#begin = 0;

	private constructor(directories: TemporaryDirectories, directory: string) {
		this.#directories = directories;
		this.#directory = directory;
	}

	static async make(directories: TemporaryDirectories): Promise<LogCuts> {
		return new LogCuts(directories, await directories.make());
	}

	/** To be opened once. */
	open(): Promise<Store> {
		return Store.open({ directory: this.#directory, name: "registry", openLog: async (path) => syncLog(path) });
	}

	/** The first cut is what is written now. */
	begin(): void {
		this.#begin = this.#length();
	}

	/** What is written now was acknowledged, and is called so. */
	mark(name: string): void {
		this.#marks.push([name, this.#length()]);
	}

	/** In the order of the moments, the first one and the last included. */
	async all(): Promise<readonly Cut[]> {
		const bytes = await readFile(join(this.#directory, "registry.log"));
		const ends = [this.#begin];
		for (let end = bytes.indexOf(10, this.#begin); end >= 0; end = bytes.indexOf(10, end + 1)) ends.push(end + 1);
		return Promise.all(ends.map((end) => this.#cut(end)));
	}

	async #cut(end: number): Promise<Cut> {
		const directory = await this.#directories.make();
		await copyFile(join(this.#directory, "registry.log"), join(directory, "registry.log"));
		await truncate(join(directory, "registry.log"), end);
		const [mark] = this.#marks.findLast(([, length]) => length <= end) ?? [];
		return { directory, mark };
	}

	#length(): number {
		return statSync(join(this.#directory, "registry.log")).size;
	}
}

/** Written at once, so that the changes of a later turn never come into the same line. */
function syncLog(path: string): LogHandle {
	const file = openSync(path, "a");
	return {
		appendFile: async (data) => void writeSync(file, String(data)),
		truncate: async (length) => ftruncateSync(file, length),
		close: async () => closeSync(file),
	};
}
