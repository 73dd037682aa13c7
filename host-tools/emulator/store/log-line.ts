import { crc32 } from "node:zlib";

/** One row of a table: put there, or removed when there is no JSON text. */
export interface RowChange {
	readonly table: string;
	readonly key: string;
	/** The row as JSON text. */
	readonly json: string | undefined;
}

/** The first line of each log file. */
export const logHeader = seal(JSON.stringify({ format: "thingsmith-log", version: 1 }));

/**
 * A batch of changes as one line: `["<CRC-32 of the rest, 8 hex>",[["table","key",row],["table","key"],…]]` and a newline.
 * A line is applied as a whole or not at all, so a batch is atomic.
 */
export function encodeBatch(changes: readonly RowChange[]): string {
	const rows = changes.map(({ table, key, json }) => {
		const names = `${JSON.stringify(table)},${JSON.stringify(key)}`;
		return json === undefined ? `[${names}]` : `[${names},${json}]`;
	});
	return seal(`[${rows.join(",")}]`);
}

/** The changes of a line without its newline. Throws an Error that says what is wrong with it. */
export function decodeBatch(line: string): [table: string, key: string, row?: unknown][] {
	const changes = JSON.parse(unseal(line));
	if (!Array.isArray(changes) || !changes.every(isChange)) throw new Error("not a list of [table, key, row]");
	return changes;
}

function isChange(change: unknown): change is [string, string, unknown?] {
	if (!Array.isArray(change) || change.length < 2 || change.length > 3) return false;
	return typeof change[0] === "string" && typeof change[1] === "string";
}

function seal(body: string): string {
	return `["${checksum(body)}",${body}]\n`;
}

function unseal(line: string): string {
	const body = line.slice(12, -1);
	if (line !== `["${checksum(body)}",${body}]`) throw new Error("checksum does not match");
	return body;
}

function checksum(text: string): string {
	return crc32(text).toString(16).padStart(8, "0");
}
