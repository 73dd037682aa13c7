import type { Log, LogFields, LogLevel } from "../ports/log.js";

/** One line an event, `thingsmith {json}`, on the debugger's connection or the serial console. */
export class XsLog implements Log {
	write(level: LogLevel, event: string, fields?: LogFields): void {
		trace(`thingsmith ${JSON.stringify({ level, event, ...fields })}\n`);
	}
}
