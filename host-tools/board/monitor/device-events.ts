import type { LogFields } from "../../../firmware/ports/log.js";
import type { ReadingEvent } from "../../base/shared-events.js";
import { parseLogLine } from "./device-log.js";
import { plainFields, plainText } from "./plain-text.js";
import { stepDetail } from "./step-detail.js";

/** What a device's log says, be it a board's, the simulator's or a virtual device's. */
export type DeviceEvent = StateEvent | StepEvent | ProvisionedEvent | ReadingEvent | GaveUpEvent | LineEvent;

export interface StateEvent {
	readonly event: "state";
	readonly device: string;
	readonly from: string;
	readonly to: string;
}

/** A step of the timeline for people; not part of the `--json` output. Names as in docs/log-schema.md. */
export interface StepEvent {
	readonly event: "step";
	readonly device: string;
	readonly step: string;
	readonly detail: string;
}

export interface ProvisionedEvent {
	readonly event: "provisioned";
	readonly device: string;
	readonly thingName: string;
	readonly certificateId: string;
	readonly milliseconds: number;
}

/** The device can do no more by itself; whoever watches it goes on: `device monitor`, `device simulate --serial`. */
export interface GaveUpEvent {
	readonly event: "gave-up";
	readonly device: string;
	readonly code: string;
	readonly message: string;
}

/** `device monitor`: a line that is no event of the device's log. */
export interface LineEvent {
	readonly event: "line";
	readonly device: string;
	readonly text: string;
}

/** The events for a line that a board's firmware wrote; a line that is none of its log is one of its own. */
export function lineEvents(device: string, line: string): readonly DeviceEvent[] {
	const text = plainText(line);
	const parsed = parseLogLine(text);
	if (parsed.kind !== "event") return text.trim() === "" ? [] : [{ event: "line", device, text }];
	return logEvents(device, parsed.event, plainFields(parsed.fields));
}

/** The events for one of the log's, whose fields are plain. */
export function logEvents(device: string, name: string, fields: LogFields): readonly DeviceEvent[] {
	if (name === "failed") {
		return [{ event: "gave-up", device, code: String(fields.code), message: String(fields.message) }];
	}
	const happened = toDeviceEvent(device, name, fields);
	return happened === undefined ? [] : [happened];
}

/** The event for a line of the device's log (docs/log-schema.md). `failed` is not among them: it is how the operation ends. */
export function toDeviceEvent(device: string, name: string, fields: LogFields | undefined): DeviceEvent | undefined {
	const text = (member: string) => String(fields?.[member] ?? "");
	const number = (member: string) => Number(fields?.[member]);
	switch (name) {
		case "failed":
		// One a frame: what becomes of the bootstrap is enough to know.
		case "bootstrap.received":
		case "bootstrap.request":
			return undefined;
		case "state":
			return { event: "state", device, from: text("from"), to: text("to") };
		case "provisioned":
			return {
				event: "provisioned",
				device,
				thingName: text("thingName"),
				certificateId: text("certificateId"),
				milliseconds: number("milliseconds"),
			};
		case "reading.acknowledged":
			return readingEvent(device, fields ?? {});
		case "reading.dropped":
			// One a reading while the queue in memory is full: 1, 10, 100, … are enough to know. Flash drops many at a time.
			if (number("added") <= 1 && !/^10*$/.test(text("dropped"))) return undefined;
			return { event: "step", device, step: name, detail: stepDetail(name, fields) };
		default:
			return { event: "step", device, step: name, detail: stepDetail(name, fields) };
	}
}

function readingEvent(device: string, fields: LogFields): ReadingEvent {
	const reading: { -readonly [Member in keyof ReadingEvent]: ReadingEvent[Member] } = {
		event: "reading",
		device,
		thingName: String(fields.thingName ?? ""),
		temperature: Number(fields.temperature),
	};
	for (const name of ["humidity", "pressure", "sequence"] as const) {
		if (fields[name] !== undefined) reading[name] = Number(fields[name]);
	}
	if (fields.timestamp !== undefined) reading.timestamp = String(fields.timestamp);
	return reading;
}
