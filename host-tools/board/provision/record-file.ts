import { type FileHandle, open, truncate } from "node:fs/promises";
import { extname } from "node:path";
import { csvLine } from "../../base/csv-line.js";
import { placeError } from "../../base/files/place-error.js";
import { readBounded } from "../../base/files/read-bounded.js";
import { systemErrorCode, ToolError } from "../../base/tool-error.js";
import { visibleText } from "../../base/visible-text.js";

/** What is kept of each board of a series. */
export interface BoardRecord {
	/** ISO 8601; when it was done. */
	readonly time: string;
	/** The board's own, e.g. its MAC address: by it a board is known again. */
	readonly serialNumber: string;
	readonly outcome: "provisioned" | "failed";
	readonly thingName?: string | undefined;
	readonly certificateId?: string | undefined;
	/** E.g. ESP32-C3. */
	readonly chip?: string | undefined;
	/** Version of the firmware. */
	readonly firmware?: string | undefined;
	/** `answers`, or the code of what is wrong with it; undefined where nobody waited for a reading. */
	readonly sensor?: string | undefined;
	/** From the first word with the board to the last. */
	readonly seconds: number;
	/** Of a failure. */
	readonly code?: string | undefined;
	/** Of a failure, or of a sensor. */
	readonly message?: string | undefined;
}

/** Bytes; a board takes some 300. */
const largest = 0x4000000;

const columns = Object.freeze([
	"time",
	"serialNumber",
	"outcome",
	"thingName",
	"certificateId",
	"chip",
	"firmware",
	"sensor",
	"seconds",
	"code",
	"message",
] as const);

type Column = (typeof columns)[number];

/**
 * A line for each board, appended when it is done: `.csv` is CSV (RFC 4180) with a heading, anything else JSON lines. What is there
 * already stays, so that a series can be gone on with.
 */
export class RecordFile {
	readonly #path: string;
	readonly #format: Format;
	readonly #provisioned: Set<string>;
	#empty: boolean;

	private constructor(path: string, format: Format, text: string) {
		this.#path = path;
		this.#format = format;
		this.#empty = text === "";
		const records = format.parse(text);
		this.#provisioned = new Set(records.flatMap((one) => (one.outcome === "provisioned" ? one.serialNumber : [])));
	}

	/**
	 * Creates the file where there is none: no board is touched that could not be recorded. Rejects with ToolError `file-invalid` when it
	 * is something else, `file-forbidden` when it cannot be written.
	 */
	static async open(path: string): Promise<RecordFile> {
		const text = await readText(path);
		// What a crash has torn off would run into the next line.
		const whole = text.slice(0, text.lastIndexOf("\n") + 1);
		let record: RecordFile;
		try {
			const format = extname(path).toLowerCase() === ".csv" ? csv(whole) : jsonLines;
			// A file of one line without its end may be somebody's settings or key: it is cut off only where a record was begun.
			if (whole === "" && !format.isBegun(text)) throw new Error("it begins otherwise");
			record = new RecordFile(path, format, whole);
		} catch (error) {
			throw new ToolError("file-invalid", `${path} is no record of boards: ${(error as Error).message}`, {
				next: "name another file with --record",
				cause: error,
			});
		}
		await (await openForAppending(path)).close();
		if (whole !== text) await truncate(path, Buffer.byteLength(whole));
		return record;
	}

	/** Boards that were done, in this series or before. */
	get count(): number {
		return this.#provisioned.size;
	}

	isProvisioned(serialNumber: string): boolean {
		return this.#provisioned.has(serialNumber);
	}

	/** On the medium when it resolves: a power cut costs no finished board. */
	async append(record: BoardRecord): Promise<void> {
		const file = await openForAppending(this.#path);
		try {
			await file.write(`${this.#empty ? this.#format.heading : ""}${this.#format.line(record)}`);
			await file.sync();
		} finally {
			await file.close();
		}
		this.#empty = false;
		if (record.outcome === "provisioned") this.#provisioned.add(record.serialNumber);
	}
}

/** Creates it where there is none. */
function openForAppending(path: string): Promise<FileHandle> {
	return open(path, "a").catch((error: unknown) => {
		throw placeError(path, error);
	});
}

/** Empty where there is no file yet. */
async function readText(path: string): Promise<string> {
	try {
		return (await readBounded(path, largest)).toString("utf8");
	} catch (error) {
		if (systemErrorCode(error) === "ENOENT") return "";
		throw placeError(path, error);
	}
}

type Parsed = Readonly<Record<"serialNumber" | "outcome", string>>;

interface Format {
	readonly heading: string;
	line(record: BoardRecord): string;
	/** Throws on what is no record. A last line that was torn by a crash is passed over. */
	parse(text: string): readonly Parsed[];
	/** Whether a text without a line end may be the beginning of such a file. */
	isBegun(text: string): boolean;
}

/** Of a record in JSON. */
const beginning = '{"time":"';

const jsonLines: Format = {
	heading: "",
	line: (record) => `${visibleText(JSON.stringify(record))}\n`,
	parse: (text) => wholeLines(text).map((line) => checked(parseLine(line))),
	isBegun: (text) => text.startsWith(beginning) || beginning.startsWith(text),
};

/** The parser's own error is dropped: it quotes what it read, which may be a password where the wrong file was named. */
function parseLine(line: string): Partial<Parsed> {
	try {
		return Object(JSON.parse(line)) as Partial<Parsed>;
	} catch {
		throw new Error("a line is no JSON");
	}
}

/** With the columns of the heading that is there: a series that an older version began is gone on with as it is. */
function csv(text: string): Format {
	const names = headingOf(text);
	return {
		heading: csvLine(names),
		line: (record) => csvLine(names.map((name) => record[name])),
		parse: () =>
			wholeLines(text)
				.slice(1)
				.map((line) => {
					const values = cells(line);
					const value = (name: Column) => values[names.indexOf(name)];
					return checked({ serialNumber: value("serialNumber"), outcome: value("outcome") } as Partial<Parsed>);
				}),
		isBegun: (begun) => csvLine(names).startsWith(begun),
	};
}

function headingOf(text: string): readonly Column[] {
	const [heading] = wholeLines(text);
	if (heading === undefined) return columns;
	const names = heading.split(",");
	const known = names.every((name): name is Column => (columns as readonly string[]).includes(name));
	if (!known || !names.includes("serialNumber") || !names.includes("outcome"))
		throw new Error("its heading is another one");
	return names as Column[];
}

function wholeLines(text: string): string[] {
	const lines = text.split("\n");
	lines.pop();
	return lines.map((line) => line.replace(/\r$/, "")).filter((line) => line !== "");
}

function checked({ serialNumber, outcome }: Partial<Parsed>): Parsed {
	if (typeof serialNumber !== "string" || (outcome !== "provisioned" && outcome !== "failed")) {
		throw new Error("a line is no record");
	}
	return { serialNumber, outcome };
}

/** Of a line of CSV, quotes taken away. */
function cells(line: string): string[] {
	return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
		([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain,
	);
}
