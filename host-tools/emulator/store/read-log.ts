import { constants } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { placeError } from "../../base/files/place-error.js";
import { ownFile } from "../../base/files/private-files.js";
import { decodeBatch, logHeader } from "./log-line.js";

/** table → key → row */
export type LoadedTables = Map<string, Map<string, unknown>>;

/**
 * Replays the log file at `path`; no tables when it does not exist. A last line without a newline was being written when the
 * process died, so nobody was told that it is kept; or it was cut by whoever copied the file, and then somebody was. It is set
 * aside beside the log, and `note` hears where. Anything else that is damaged rejects with an Error naming file and line, because
 * leaving it out would silently lose what was acknowledged. A symbolic link is not followed.
 */
export async function readLog(path: string, note: (text: string) => void): Promise<LoadedTables> {
	const tables: LoadedTables = new Map();
	const bytes = await readIfThere(path);
	if (bytes === undefined) return tables;
	let number = 0;
	let start = 0;
	for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
		number += 1;
		const line = bytes.toString("utf8", start, end);
		try {
			if (number > 1) apply(tables, line);
			else if (`${line}\n` !== logHeader) throw new Error("not a log of this version");
		} catch (cause) {
			throw damaged(path, number, cause);
		}
		start = end + 1;
	}
	if (number === 0) throw damaged(path, 1, new Error("no header"));
	if (start < bytes.length) note(await setAside(path, number + 1, bytes.subarray(start)));
	return tables;
}

async function setAside(path: string, line: number, torn: Buffer): Promise<string> {
	const aside = `${path}.torn-${Date.now()}`;
	await writeFile(aside, torn, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
		throw placeError(aside, error);
	});
	return `Line ${line} of "${path}" is torn, by the end of the process that wrote it or by a copy that was cut: its ${torn.length} bytes are in "${aside}"`;
}

function apply(tables: LoadedTables, line: string): void {
	for (const change of decodeBatch(line)) {
		const [name, key, row] = change;
		const table = tables.get(name) ?? new Map<string, unknown>();
		tables.set(name, table);
		if (change.length === 3) table.set(key, row);
		else table.delete(key);
	}
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
	try {
		return await readFile(path, { flag: constants.O_RDONLY | ownFile });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw placeError(path, error);
	}
}

function damaged(path: string, line: number, cause: unknown): Error {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new Error(
		`Cannot read "${path}", line ${line}: ${why}; restore the file from a copy, or move it away to start with nothing`,
		{ cause },
	);
}
