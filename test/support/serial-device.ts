import type { Console } from "../../firmware/ports/console.js";
import type { Log, LogFields, LogLevel } from "../../firmware/ports/log.js";
import { logLine } from "../../firmware/ports/log-line.js";
import { RecordingLog } from "../fakes/recording-log.js";
import { MemoryLink, type Wire } from "./memory-link.js";

export interface SerialPorts {
	readonly ports: { readonly console: Console; readonly log: Log };
	readonly link: MemoryLink;
	readonly log: RecordingLog;
}

/** Console and log of a device whose serial line is `link`. */
export function serialPorts(wire?: Wire): SerialPorts {
	let listener: ((bytes: Uint8Array) => void) | undefined;
	const link = new MemoryLink((bytes) => listener?.(bytes), wire);
	const recorded = new RecordingLog();
	const log: Log = {
		write(level: LogLevel, event: string, fields?: LogFields) {
			recorded.write(level, event, fields);
			link.fromBoard(`${logLine(level, event, fields)}\n`);
		},
	};
	const console: Console = {
		listen: (onBytes) => {
			listener = onBytes;
		},
		close: () => {
			listener = undefined;
		},
	};
	return { ports: { console, log }, link, log: recorded };
}
