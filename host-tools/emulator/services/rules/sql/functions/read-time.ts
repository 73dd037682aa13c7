import { dayNames, monthNames, type PatternPart, patternParts } from "./date-pattern.js";
import { offsetOf } from "./time-zone.js";

/** What was read of a time so far. */
interface ReadFields {
	year?: number;
	month?: number;
	day?: number;
	hour?: number;
	half?: number;
	minute?: number;
	second?: number;
	millisecond?: number;
	zone?: string;
}

/** An expression for a field's text, and what it means. */
type FieldReader = readonly [expression: string, read: (text: string, fields: ReadFields) => void];

const zoneText = "[A-Za-z][A-Za-z_]*(?:/[A-Za-z_+-]+)*(?:[+-]\\d{1,2}(?::?\\d{2})?)?|[+-]\\d{1,2}(?::?\\d{2})?";

function digits(count: number, most: number): string {
	return count === 1 ? `\\d{1,${most}}` : `\\d{${count}}`;
}

function nameIndex(names: readonly string[], text: string): number {
	return names.findIndex((name) => name.slice(0, text.length).toLowerCase() === text.toLowerCase());
}

function monthReader(count: number): FieldReader {
	if (count < 3) return [digits(count, 2), (text, fields) => Object.assign(fields, { month: Number(text) })];
	const names = count === 3 ? monthNames.map((name) => name.slice(0, 3)) : monthNames;
	return [names.join("|"), (text, fields) => Object.assign(fields, { month: nameIndex(names, text) + 1 })];
}

function yearReader(count: number): FieldReader {
	return [
		count === 2 ? "\\d{2}" : `\\d{${Math.max(count, 1)},9}`,
		(text, fields) => Object.assign(fields, { year: Number(text) + (count === 2 ? 2000 : 0) }),
	];
}

function numberReader(name: keyof ReadFields): (count: number) => FieldReader {
	return (count) => [digits(count, 2), (text, fields) => Object.assign(fields, { [name]: Number(text) })];
}

const zoneReader = (): FieldReader => [zoneText, (zone, fields) => Object.assign(fields, { zone })];

/** Letters of java.time. */
const readers: Readonly<Record<string, (count: number) => FieldReader>> = {
	y: yearReader,
	u: yearReader,
	M: monthReader,
	L: monthReader,
	d: numberReader("day"),
	H: numberReader("hour"),
	h: numberReader("hour"),
	m: numberReader("minute"),
	s: numberReader("second"),
	S: (count) => [
		`\\d{${count}}`,
		(text, fields) => Object.assign(fields, { millisecond: Math.floor(Number(`0.${text}`) * 1000 + 1e-6) }),
	],
	a: () => ["AM|PM", (text, fields) => Object.assign(fields, { half: text.toUpperCase() === "PM" ? 12 : 0 })],
	E: (count) => [(count === 4 ? dayNames : dayNames.map((name) => name.slice(0, 3))).join("|"), () => {}],
	V: zoneReader,
	z: zoneReader,
	Z: zoneReader,
	X: zoneReader,
	x: zoneReader,
	O: zoneReader,
};

/** The time (ms) that a text says, by a pattern of java.time; in UTC where it names no zone. Undefined when it does not fit. */
export function readTime(text: string, pattern: string): number | undefined {
	const fields = text.length > 200 ? undefined : readFields(text, patternParts(pattern) ?? []);
	if (fields?.year === undefined) return undefined;
	const { year, month = 1, day = 1, hour = 0, half, minute = 0, second = 0, millisecond = 0, zone = "UTC" } = fields;
	const hours = half === undefined ? hour : (hour % 12) + half;
	if (hours > 23 || minute > 59 || second > 59) return undefined;
	const local = new Date(0);
	local.setUTCFullYear(year, month - 1, day);
	if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;
	local.setUTCHours(hours, minute, second, millisecond);
	return inZone(local.getTime(), zone);
}

function readFields(text: string, parts: readonly PatternPart[]): ReadFields | undefined {
	const fields: ReadFields = {};
	let at = 0;
	for (const part of parts) {
		const [expression, read] = "text" in part ? literalReader(part.text) : (readers[part.letter]?.(part.count) ?? []);
		if (expression === undefined || read === undefined) return undefined;
		const fits = new RegExp(expression, "iy");
		fits.lastIndex = at;
		const found = fits.exec(text)?.[0];
		if (found === undefined) return undefined;
		read(found, fields);
		at += found.length;
	}
	return parts.length > 0 && at === text.length ? fields : undefined;
}

function literalReader(text: string): FieldReader {
	return [text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"), () => {}];
}

/** A local time of a zone in UTC: its offset is that of the time itself, which is looked for from near by. */
function inZone(local: number, zone: string): number | undefined {
	const near = offsetOf(zone, local);
	if (near === undefined) return undefined;
	return local - (offsetOf(zone, local - near) ?? near);
}
