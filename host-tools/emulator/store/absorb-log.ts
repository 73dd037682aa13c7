import { rm, stat } from "node:fs/promises";
import { takeLockFile } from "../../base/files/lock-file.js";
import { type LoadedTables, readLog } from "./read-log.js";

export interface Absorption {
	readonly note: (text: string) => void;
	/** Resolves when the tables are kept elsewhere, with what came into them. */
	readonly keep: () => Promise<void>;
}

/**
 * Puts the rows of `<path>.log` into `tables`, and removes the file once they are kept. A process that ends in between leaves both,
 * with the same rows: nothing has changed them, and the next one does it again. Rejects as Store.open does.
 */
export async function absorbLog(path: string, tables: LoadedTables, { note, keep }: Absorption): Promise<void> {
	const log = `${path}.log`;
	if (!(await isThere(log))) return keep();
	const lock = await takeLockFile(`${path}.lock`);
	try {
		for (const [name, rows] of await readLog(log, note)) {
			const table = tables.get(name);
			if (table === undefined) tables.set(name, rows);
			else for (const [key, row] of rows) table.set(key, row);
		}
		await keep();
		await rm(log);
	} finally {
		lock.release();
	}
}

async function isThere(path: string): Promise<boolean> {
	try {
		await stat(path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
		throw error;
	}
}
