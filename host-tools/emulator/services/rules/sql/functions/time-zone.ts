/** Ours: characters. */
const longestZone = 64;
/** Formats of time zones that were asked for; there are some 600. */
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** Milliseconds by which a zone is ahead of UTC at a time; undefined for a name that is no zone. An offset such as +01:00 is a zone too. */
export function offsetOf(zone: string, time: number): number | undefined {
	if (zone.length > longestZone) return undefined;
	const fixed = fixedOffset(zone);
	if (fixed !== undefined) return fixed;
	const format = formatOf(zone);
	if (format === undefined) return undefined;
	const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
	const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
	const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
	return local - Math.floor(time / 1000) * 1000;
}

/** The short name of a zone at a time, as `CST`. */
export function zoneName(zone: string, time: number): string {
	if (fixedOffset(zone) !== undefined) return zone === "UTC" || zone === "GMT" ? zone : offsetText(zone, time, ":");
	const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" });
	return format.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

/** `+0100`, with what stands between. */
export function offsetText(zone: string, time: number, between: string): string {
	const minutes = Math.round((offsetOf(zone, time) ?? 0) / 60_000);
	const two = (number: number) => String(number).padStart(2, "0");
	const size = Math.abs(minutes);
	return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${between}${two(size % 60)}`;
}

function fixedOffset(zone: string): number | undefined {
	if (/^(UTC|GMT|Z|UT)$/.test(zone)) return 0;
	const [, sign, hours, minutes = "0"] = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone) ?? [];
	if (sign === undefined || Number(hours) > 18 || Number(minutes) > 59) return undefined;
	return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
	if (!formats.has(zone)) {
		if (formats.size >= 1000) formats.clear();
		formats.set(zone, makeFormat(zone));
	}
	return formats.get(zone);
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | undefined {
	try {
		return new Intl.DateTimeFormat("en-US", {
			timeZone,
			hourCycle: "h23",
			year: "numeric",
			month: "numeric",
			day: "numeric",
			hour: "numeric",
			minute: "numeric",
			second: "numeric",
		});
	} catch {
		return undefined;
	}
}
