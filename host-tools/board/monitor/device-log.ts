import type { LogFields } from "../../../firmware/ports/log.js";

/** A line of the simulator's log: an event of docs/log-schema.md, a message of the SDK's own, or an exception somewhere. */
export type DeviceLogLine =
	| { readonly kind: "event"; readonly level: string; readonly event: string; readonly fields: LogFields }
	| { readonly kind: "sdk"; readonly text: string }
	| { readonly kind: "exception"; readonly text: string };

const prefix = "thingsmith ";
/** What XS says when something is thrown, be it caught or not. */
const exception = /^# Exception|^XS abort|^#.*\b(unhandled|abort)/i;

export function parseLogLine(line: string): DeviceLogLine {
	if (line.startsWith(prefix)) {
		try {
			const { level, event, ...fields } = JSON.parse(line.slice(prefix.length)) as Record<string, unknown>;
			if (typeof level === "string" && typeof event === "string") {
				return { kind: "event", level, event, fields: plainValues(fields) };
			}
		} catch {
			// Some other text that begins alike: shown as it is.
		}
	}
	return exception.test(line) ? { kind: "exception", text: line } : { kind: "sdk", text: line };
}

/** A field is a text, a number or a boolean: whoever makes one of a board's object meets its `toString`, which may be anything. */
function plainValues(fields: Readonly<Record<string, unknown>>): LogFields {
	const entries = Object.entries(fields).map(([name, value]) => [
		name,
		typeof value === "object" && value !== null ? JSON.stringify(value) : value,
	]);
	return Object.fromEntries(entries) as LogFields;
}
