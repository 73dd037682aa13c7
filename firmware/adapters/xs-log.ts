import { writeLine } from "firmware/adapters/platform/write-line";
import type { Log, LogFields, LogLevel } from "../ports/log.js";
import { logLine } from "../ports/log-line.js";

/** One line an event, where the platform's log goes. */
export class XsLog implements Log {
	#mirror: ((line: string) => void) | undefined;

	/** Every line goes to `mirror` too, without its end. */
	mirrorTo(mirror: (line: string) => void): void {
		this.#mirror = mirror;
	}

	write(level: LogLevel, event: string, fields?: LogFields): void {
		const line = logLine(level, event, fields);
		writeLine(line);
		this.#mirror?.(line);
	}
}
