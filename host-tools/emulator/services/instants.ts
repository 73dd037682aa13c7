import { invalidRequest, quote } from "../aws-error.js";
import type { Members } from "../http/members.js";
import type { Query } from "../http/query.js";

/** ms; of ISO 8601 as SDKs write times into queries, or seconds since 1970 with a fraction. Undefined when it is neither. */
export function instantIn(text: string): number | undefined {
	const milliseconds = /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) * 1000 : isoInstant(text);
	return milliseconds === undefined || Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function isoInstant(text: string): number | undefined {
	return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text) ? Date.parse(text) : undefined;
}

/** A time in the query (ms); undefined when it is missing. Throws InvalidRequestException. */
export function queryInstant(query: Query, name: string): number | undefined {
	const text = query.string(name);
	if (text === undefined) return undefined;
	const instant = instantIn(text);
	if (instant !== undefined) return instant;
	throw invalidRequest(`${name} must be a time such as 2026-11-28T09:00:00Z: it is ${quote(text)}`);
}

/** A period in the query, from `startTime` to `endTime` (ms). Throws InvalidRequestException. */
export function queryPeriod(query: Query): { readonly start: number; readonly end: number } {
	const start = queryInstant(query, "startTime");
	const end = queryInstant(query, "endTime");
	if (start === undefined) throw invalidRequest("startTime is missing");
	if (end === undefined) throw invalidRequest("endTime is missing");
	return checkPeriod(start, end);
}

export function checkPeriod(start: number, end: number): { readonly start: number; readonly end: number } {
	if (end < start) throw invalidRequest("endTime must not be before startTime");
	return { start, end };
}

/** A time in the body, where it is a number of seconds (ms). */
export function bodyInstant(members: Members, name: string): number | undefined {
	const seconds = members.number(name);
	return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
