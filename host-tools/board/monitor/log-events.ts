import type { LogFields } from "../../../firmware/ports/log.js";
import type { ThingsmithEvent } from "../../base/events.js";
import { toEvent } from "../../cli/operations/device-events.js";
import { parseLogLine } from "./device-log.js";
import { plainFields, plainText } from "./plain-text.js";

/** The events for a line that a board's firmware wrote; a line that is none of its log is one of its own. */
export function logEvents(device: string, line: string): readonly ThingsmithEvent[] {
	const text = plainText(line);
	const parsed = parseLogLine(text);
	if (parsed.kind !== "event") return text.trim() === "" ? [] : [{ event: "line", device, text }];
	return fieldEvents(device, parsed.event, plainFields(parsed.fields));
}

/** The events for one of the log's, whose fields are plain. */
export function fieldEvents(device: string, name: string, fields: LogFields): readonly ThingsmithEvent[] {
	if (name === "failed")
		return [{ event: "gave-up", device, code: String(fields.code), message: String(fields.message) }];
	const happened = toEvent(device, name, fields);
	return happened === undefined ? [] : [happened];
}
