import type { LogFields, LogLevel } from "./log.js";

/** An event as a line of text, without its end: how a log leaves a device (docs/log-schema.md). */
export function logLine(level: LogLevel, event: string, fields?: LogFields): string {
	return `thingsmith ${JSON.stringify({ level, event, ...fields })}`;
}
