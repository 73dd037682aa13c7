import { invalidRequest, quote } from "../../../aws-error.js";

/** When maintenance windows begin, in UTC: the minutes, hours, days, months and years that fit. */
export interface Cron {
	readonly minutes: ReadonlySet<number>;
	readonly hours: ReadonlySet<number>;
	/** Undefined for `?`: the other kind of days decides. */
	readonly monthDays: ReadonlySet<number> | undefined;
	readonly months: ReadonlySet<number>;
	/** 1 is Sunday, as AWS counts. */
	readonly weekDays: ReadonlySet<number> | undefined;
	readonly years: ReadonlySet<number> | undefined;
}

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Field {
	readonly name: string;
	readonly least: number;
	readonly most: number;
	/** Of the values from `least` on. */
	readonly names?: readonly string[];
}

const fields: readonly Field[] = [
	{ name: "minutes", least: 0, most: 59 },
	{ name: "hours", least: 0, most: 23 },
	{ name: "day of month", least: 1, most: 31 },
	{ name: "month", least: 1, most: 12, names: monthNames },
	{ name: "day of week", least: 1, most: 7, names: dayNames },
	{ name: "year", least: 1970, most: 2199 },
];

/**
 * `cron(minutes hours day-of-month month day-of-week year)`, with or without seconds in front of it, which must be 0; lists, ranges,
 * steps, names, `*` and `?`. Throws InvalidRequestException: `L`, `W` and `#` are not understood.
 */
export function parseCron(text: string, what: string): Cron {
	const inner = /^cron\(\s*(.*?)\s*\)$/.exec(text)?.[1];
	const given = inner?.split(/\s+/) ?? [];
	const texts = given.length === 7 && given[0] === "0" ? given.slice(1) : given;
	if (texts.length !== fields.length) {
		throw invalidRequest(
			`${what} must be cron(minutes hours day-of-month month day-of-week year), e.g. cron(0 18 ? * MON *): it is ${quote(text)}`,
		);
	}
	const [minutes, hours, monthDays, months, weekDays, years] = fields.map((field, index) => {
		const one = texts[index] ?? "";
		const isDay = index === 2 || index === 4;
		return one === "?" && isDay ? undefined : parseField(one, field, what);
	});
	const all = new Set<number>();
	return {
		minutes: minutes ?? all,
		hours: hours ?? all,
		monthDays,
		months: months ?? all,
		weekDays,
		years: texts[5] === "*" ? undefined : years,
	};
}

function parseField(text: string, field: Field, what: string): ReadonlySet<number> {
	const values = new Set<number>();
	for (const part of text.split(",")) {
		const [, range = "", step = "1"] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(part) ?? [];
		const [first, last = part.includes("/") ? String(field.most) : first] =
			range === "*" ? [String(field.least), String(field.most)] : range.split("-");
		const from = numberOf(first ?? "", field);
		const to = numberOf(last ?? "", field);
		if (from === undefined || to === undefined || from > to || Number(step) < 1) {
			throw invalidRequest(`${what} has no ${field.name} that is understood: ${quote(part)}`);
		}
		for (let value = from; value <= to; value += Number(step)) values.add(value);
	}
	return values;
}

function numberOf(text: string, { names = [], least, most }: Field): number | undefined {
	const place = names.indexOf(text.toUpperCase());
	if (place >= 0) return least + place;
	const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
	return value >= least && value <= most ? value : undefined;
}

const dayMs = 86_400_000;
/** Days that are looked at: over eight years, so that every 29 February is found. */
const horizon = 3000;

/** The first time after `after` (ms) that fits; undefined when there is none within eight years. */
export function nextTime(cron: Cron, after: number): number | undefined {
	const hours = [...cron.hours].sort((a, b) => a - b);
	const minutes = [...cron.minutes].sort((a, b) => a - b);
	const today = Math.floor(after / dayMs) * dayMs;
	for (let day = 0; day < horizon; day++) {
		const midnight = today + day * dayMs;
		if (!fitsDay(cron, new Date(midnight))) continue;
		for (const hour of hours) {
			for (const minute of minutes) {
				const time = midnight + hour * 3_600_000 + minute * 60_000;
				if (time > after) return time;
			}
		}
	}
	return undefined;
}

function fitsDay({ years, months, monthDays, weekDays }: Cron, date: Date): boolean {
	if (years !== undefined && !years.has(date.getUTCFullYear())) return false;
	if (!months.has(date.getUTCMonth() + 1)) return false;
	if (monthDays !== undefined && !monthDays.has(date.getUTCDate())) return false;
	return weekDays === undefined || weekDays.has(date.getUTCDay() + 1);
}
