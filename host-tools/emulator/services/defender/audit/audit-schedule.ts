import { invalidRequest, quote } from "../../../aws-error.js";

export const frequencies = ["DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY"] as const;
export const daysOfWeek = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

export interface Schedule {
	readonly frequency: (typeof frequencies)[number];
	/** Of MONTHLY: 1 to 31, or LAST. */
	readonly dayOfMonth?: string;
	/** Of WEEKLY and BIWEEKLY. */
	readonly dayOfWeek?: (typeof daysOfWeek)[number];
}

const dayMs = 24 * 3600 * 1000;

/** Throws InvalidRequestException. */
export function checkSchedule({
	frequency,
	dayOfMonth,
	dayOfWeek,
}: {
	readonly frequency: string;
	readonly dayOfMonth?: string | undefined;
	readonly dayOfWeek?: string | undefined;
}): Schedule {
	const known = frequencies.find((one) => one === frequency);
	if (known === undefined) {
		throw invalidRequest(`frequency must be one of ${frequencies.join(", ")}: it is ${quote(frequency)}`);
	}
	if (known === "DAILY") return { frequency: known };
	if (known === "MONTHLY") {
		if (/^([1-9]|[12][0-9]|3[01]|LAST)$/.test(dayOfMonth ?? ""))
			return { frequency: known, dayOfMonth: dayOfMonth ?? "" };
		throw invalidRequest(`dayOfMonth must be 1 to 31, or LAST, with MONTHLY: it is ${quote(dayOfMonth)}`);
	}
	const day = daysOfWeek.find((one) => one === dayOfWeek);
	if (day !== undefined) return { frequency: known, dayOfWeek: day };
	throw invalidRequest(`dayOfWeek must be one of ${daysOfWeek.join(", ")} with ${known}: it is ${quote(dayOfWeek)}`);
}

/**
 * When the next audit begins (ms): at the beginning of a day in UTC, which AWS leaves open. `last`: when the one before did;
 * undefined for the first.
 */
export function nextRun({ frequency, dayOfMonth, dayOfWeek }: Schedule, now: number, last: number | undefined): number {
	let day = Math.floor(now / dayMs) * dayMs + dayMs;
	const leastDays = frequency === "BIWEEKLY" && last !== undefined ? 14 : 1;
	if (last !== undefined) day = Math.max(day, Math.floor(last / dayMs) * dayMs + leastDays * dayMs);
	if (frequency === "DAILY") return day;
	const fits = (at: number) =>
		frequency === "MONTHLY" ? isDayOfMonth(at, dayOfMonth ?? "") : daysOfWeek[new Date(at).getUTCDay()] === dayOfWeek;
	while (!fits(day)) day += dayMs;
	return day;
}

/** In a month without that day, its last. */
function isDayOfMonth(at: number, dayOfMonth: string): boolean {
	const today = new Date(at).getUTCDate();
	const isLast = new Date(at + dayMs).getUTCDate() === 1;
	if (dayOfMonth === "LAST") return isLast;
	return today === Number(dayOfMonth) || (isLast && today < Number(dayOfMonth));
}
