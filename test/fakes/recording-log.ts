import type { Log, LogFields, LogLevel } from "../../firmware/ports/log.js";

export interface LogEntry {
	readonly level: LogLevel;
	readonly event: string;
	readonly fields: LogFields;
}

/** Keeps what was logged. */
export class RecordingLog implements Log {
	readonly entries: LogEntry[] = [];

	write(level: LogLevel, event: string, fields: LogFields = {}): void {
		this.entries.push({ level, event, fields: { ...fields } });
	}

	/** Names in order. */
	get events(): readonly string[] {
		return this.entries.map((entry) => entry.event);
	}

	/** States entered, in order. */
	get states(): readonly string[] {
		return this.entries.flatMap(({ event, fields }) => (event === "state" ? [String(fields.to)] : []));
	}

	last(event: string): LogEntry | undefined {
		return this.entries.filter((entry) => entry.event === event).at(-1);
	}
}
