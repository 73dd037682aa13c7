import type { ReadingEvent } from "../../base/shared-events.js";
import { sparkline } from "./sparkline.js";

interface Row {
	readonly thingName: string;
	temperatures: number[];
	readings: number;
	missed: number;
	duplicates: number;
	malformed: number;
}

/** Temperatures kept for the plot of a thing. */
const historyLimit = 120;
/** Things kept in the table; readings of further ones are not shown. */
const thingLimit = 1000;

/** What a terminal shows of the readings so far: a line for each thing, with a plot. */
export class ReadingsTable {
	readonly #rows = new Map<string, Row>();
	readonly #counts: boolean;

	/** `counts` adds what was missed, came twice or was malformed. */
	constructor({ counts }: { counts: boolean }) {
		this.#counts = counts;
	}

	add(reading: ReadingEvent): void {
		const row = this.#row(reading.thingName);
		if (row === undefined) return;
		row.missed += reading.missed ?? 0;
		if (reading.duplicate) {
			row.duplicates += 1;
			return;
		}
		row.readings += 1;
		row.temperatures.push(reading.temperature);
		if (row.temperatures.length > historyLimit) row.temperatures = row.temperatures.slice(-historyLimit);
	}

	addMalformed(thingName: string): void {
		const row = this.#row(thingName);
		if (row !== undefined) row.malformed += 1;
	}

	/** At most `height` lines of at most `width` characters. */
	lines(width: number, height: number): readonly string[] {
		const rows = [...this.#rows.values()].sort((a, b) => (a.thingName < b.thingName ? -1 : 1));
		const nameWidth = Math.min(Math.max(0, ...rows.map((row) => row.thingName.length)), 40);
		const fitting = rows.length <= height ? rows : rows.slice(0, Math.max(height - 1, 0));
		const lines = fitting.map((row) => this.#line(row, nameWidth, width));
		if (fitting.length < rows.length) lines.push(`… and ${rows.length - fitting.length} more`.slice(0, width));
		return lines;
	}

	#line(row: Row, nameWidth: number, width: number): string {
		const latest = row.temperatures.at(-1);
		const temperature = (latest === undefined ? "-" : latest.toFixed(2)).padStart(7);
		const counts = this.#counts
			? `  missed ${row.missed}  duplicates ${row.duplicates}${row.malformed > 0 ? `  malformed ${row.malformed}` : ""}`
			: "";
		const before = `${row.thingName.slice(0, nameWidth).padEnd(nameWidth)} ${temperature} °C  `;
		const after = `  ${row.readings} reading${row.readings === 1 ? "" : "s"}${counts}`;
		const plotWidth = Math.min(Math.max(width - before.length - after.length, 0), 60);
		return `${before}${sparkline(row.temperatures, plotWidth).padEnd(plotWidth)}${after}`.slice(0, width);
	}

	#row(thingName: string): Row | undefined {
		const known = this.#rows.get(thingName);
		if (known !== undefined || this.#rows.size >= thingLimit) return known;
		const row = { thingName, temperatures: [], readings: 0, missed: 0, duplicates: 0, malformed: 0 };
		this.#rows.set(thingName, row);
		return row;
	}
}
