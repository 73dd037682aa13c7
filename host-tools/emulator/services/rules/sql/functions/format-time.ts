import { dayNames, monthNames, patternParts } from "./date-pattern.js";
import { offsetOf, offsetText, zoneName } from "./time-zone.js";

/** The latest time a Date can hold, in ms. */
const latest = 8.64e15;

type Field = (count: number, local: Date, time: number, zone: string) => string;

function padded(value: number, count: number): string {
	return String(value).padStart(count, "0");
}

function named(names: readonly string[], index: number, count: number): string {
	const name = names[index] ?? "";
	return count >= 4 ? name : name.slice(0, 3);
}

function year(count: number, local: Date): string {
	const value = local.getUTCFullYear();
	return count === 2 ? padded(value % 100, 2) : padded(value, count);
}

/** The Thursday of a day's week: it is in the year that the week belongs to. */
function thursdayOf(local: Date): Date {
	const day = new Date(local);
	day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
	return day;
}

function dayOfYear(date: Date): number {
	return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

/** Joda-Time's letters. */
const fields: Readonly<Record<string, Field>> = {
	G: (_, local) => (local.getUTCFullYear() > 0 ? "AD" : "BC"),
	C: (count, local) => padded(Math.floor(local.getUTCFullYear() / 100), count),
	Y: year,
	y: year,
	x: (count, local) => year(count, thursdayOf(local)),
	w: (count, local) => padded(Math.ceil(dayOfYear(thursdayOf(local)) / 7), count),
	e: (count, local) => padded(local.getUTCDay() || 7, count),
	E: (count, local) => named(dayNames, local.getUTCDay(), count),
	D: (count, local) => padded(dayOfYear(local), count),
	M: (count, local) =>
		count >= 3 ? named(monthNames, local.getUTCMonth(), count) : padded(local.getUTCMonth() + 1, count),
	d: (count, local) => padded(local.getUTCDate(), count),
	a: (_, local) => (local.getUTCHours() < 12 ? "AM" : "PM"),
	K: (count, local) => padded(local.getUTCHours() % 12, count),
	h: (count, local) => padded(local.getUTCHours() % 12 || 12, count),
	H: (count, local) => padded(local.getUTCHours(), count),
	k: (count, local) => padded(local.getUTCHours() || 24, count),
	m: (count, local) => padded(local.getUTCMinutes(), count),
	s: (count, local) => padded(local.getUTCSeconds(), count),
	S: (count, local) => padded(local.getUTCMilliseconds(), 3).padEnd(count, "0").slice(0, count),
	z: (_, _local, time, zone) => zoneName(zone, time),
	Z: (count, _local, time, zone) => (count >= 3 ? zone : offsetText(zone, time, count === 2 ? ":" : "")),
};

/** A time (ms) in a zone, by a pattern of Joda-Time. Undefined for a pattern or a zone that is none. */
export function formatTime(pattern: string, time: number, zone: string): string | undefined {
	const parts = patternParts(pattern);
	if (parts === undefined || Math.abs(time) > latest) return undefined;
	const offset = offsetOf(zone, time);
	if (offset === undefined || Math.abs(time + offset) > latest) return undefined;
	const local = new Date(time + offset);
	const texts = parts.map((part) =>
		"text" in part ? part.text : fields[part.letter]?.(part.count, local, time, zone),
	);
	return texts.some((text) => text === undefined) ? undefined : texts.join("");
}
