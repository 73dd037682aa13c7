import type { Log, LogFields, LogLevel } from "firmware/ports/log";

/** Lets somebody see each event after it was written. */
export class ObservedLog implements Log {
	readonly #log: Log;
	onEvent: (event: string, fields: LogFields) => void = () => {};

	constructor(log: Log) {
		this.#log = log;
	}

	write(level: LogLevel, event: string, fields: LogFields = {}): void {
		this.#log.write(level, event, fields);
		this.onEvent(event, fields);
	}
}
