/** `error`: the device cannot go on; `warning`: it goes on by itself; `info`: a step of its life. */
export type LogLevel = "error" | "warning" | "info";

export type LogFields = Readonly<Record<string, string | number | boolean>>;

export interface Log {
	/**
	 * Records one event. Never throws, never blocks for long.
	 * Event names and fields are listed in docs/log-schema.md; no key, token or password is ever a field.
	 */
	write(level: LogLevel, event: string, fields?: LogFields): void;
}
