import type { ReadingEvent } from "../../base/shared-events.js";
import { ReadingsRow } from "./readings-row.js";
import { sparkline } from "./sparkline.js";

/** Things kept in the table; readings of further ones are not shown. */
const thingLimit = 1000;
/** Columns of the plot; a narrower one is none. */
const plotWidth = Object.freeze({ least: 8, most: 60 });

interface Column {
	readonly heading: string;
	readonly cell: (row: ReadingsRow, nowMs: number) => string;
	/** Whether it is worth its room; always by default. */
	readonly wanted?: (rows: readonly ReadingsRow[]) => boolean;
}

const thing: Column = { heading: "thing", cell: (row) => row.name };
const measured: readonly Column[] = [
	{ heading: "°C", cell: ({ latest }) => decimals(latest?.temperature, 2) },
	{
		heading: "%",
		cell: ({ latest }) => decimals(latest?.humidity, 1),
		wanted: (rows) => rows.some(({ latest }) => latest?.humidity !== undefined),
	},
	{
		heading: "hPa",
		cell: ({ latest }) => decimals(latest?.pressure, 1),
		wanted: (rows) => rows.some(({ latest }) => latest?.pressure !== undefined),
	},
];
const readings: Column = { heading: "readings", cell: (row) => String(row.readings) };
const counts: readonly Column[] = [
	{ heading: "seen", cell: (row, nowMs) => row.seen(nowMs) },
	readings,
	{ heading: "missed", cell: (row) => String(row.missed) },
	{
		heading: "duplicates",
		cell: (row) => String(row.duplicates),
		wanted: (rows) => rows.some(({ duplicates }) => duplicates > 0),
	},
	{
		heading: "malformed",
		cell: (row) => String(row.malformed),
		wanted: (rows) => rows.some(({ malformed }) => malformed > 0),
	},
];
/** The ends of the plot's scale: of all readings, also of those that are not plotted any more. */
const least: Column = { heading: "min", cell: (row) => decimals(row.scale?.least, 2) };
const greatest: Column = { heading: "max", cell: (row) => decimals(row.scale?.greatest, 2) };

/** What a terminal shows of the readings so far: a line for each thing, with a plot between its least and its greatest temperature. */
export class ReadingsTable {
	readonly #rows = new Map<string, ReadingsRow>();
	readonly #columns: readonly Column[];

	/** `counts` adds when a thing was last heard, and what was missed, came twice or was malformed. */
	constructor(options: { counts: boolean }) {
		this.#columns = [thing, ...measured, ...(options.counts ? counts : [readings])];
	}

	/** `nowMs`: when it arrived, of any clock that `lines` is given, too. */
	add(reading: ReadingEvent, nowMs: number): void {
		this.#row(reading.thingName)?.add(reading, nowMs);
	}

	addMalformed(thingName: string): void {
		const row = this.#row(thingName);
		if (row !== undefined) row.malformed += 1;
	}

	/** The thing has missed several of its readings; it is marked until the next one. */
	markSilent(thingName: string): void {
		const row = this.#rows.get(thingName);
		if (row !== undefined) row.silent = true;
	}

	/** At most `height` lines of at most `width` characters: a heading, then the things by name. */
	lines(width: number, height: number, nowMs: number): readonly string[] {
		const rows = [...this.#rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
		if (rows.length === 0) return [];
		const room = Math.max(height - 1, 0);
		const fitting = rows.length <= room ? rows : rows.slice(0, Math.max(room - 1, 0));
		const lines = this.#layOut(fitting, width, nowMs);
		if (fitting.length < rows.length) lines.push(`… and ${rows.length - fitting.length} more`);
		return lines.map((line) => line.slice(0, width)).slice(0, height);
	}

	/** The heading comes first. */
	#layOut(rows: readonly ReadingsRow[], width: number, nowMs: number): string[] {
		const shown = this.#columns.filter(({ wanted }) => wanted === undefined || wanted(rows));
		const before = aligned([...shown, least], rows, nowMs);
		const after = aligned([greatest], rows, nowMs);
		const left = width - (before[0]?.length ?? 0) - (after[0]?.length ?? 0) - 2;
		const plot = left < plotWidth.least ? 0 : Math.min(left, plotWidth.most);
		const plots = ["one bar a reading".slice(0, plot), ...rows.map((row) => plotOf(row, plot))];
		return plots.map((drawn, at) => [before[at], drawn.padStart(plot), after[at]].join(" "));
	}

	#row(thingName: string): ReadingsRow | undefined {
		const known = this.#rows.get(thingName);
		if (known !== undefined || this.#rows.size >= thingLimit) return known;
		const row = new ReadingsRow(thingName);
		this.#rows.set(thingName, row);
		return row;
	}
}

/** Heading and cells of the columns as lines of the same width; the thing's name is at the left, anything else at the right. */
function aligned(columns: readonly Column[], rows: readonly ReadingsRow[], nowMs: number): string[] {
	const cells = columns.map(({ heading, cell }) => [heading, ...rows.map((row) => cell(row, nowMs))]);
	const padded = cells.map((column, at) => {
		const width = Math.max(...column.map((text) => text.length));
		return column.map((text) => (columns[at] === thing ? text.padEnd(width) : text.padStart(width)));
	});
	return [undefined, ...rows].map((_, line) => padded.map((column) => column[line]).join("  "));
}

function plotOf({ temperatures, scale }: ReadingsRow, width: number): string {
	return scale === undefined ? "" : sparkline(temperatures, width, scale);
}

/** Whatever a payload says, a cell is short: one thing must not push the columns of all others off the screen. */
function decimals(value: number | undefined, digits: number): string {
	if (value === undefined) return "-";
	return Math.abs(value) < 100_000 ? value.toFixed(digits) : value.toExponential(1);
}
