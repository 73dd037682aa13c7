import type { LogFields } from "../../../firmware/ports/log.js";
import type { ThingsmithEvent } from "../../base/events.js";

type Fields = LogFields | undefined;

/** The event for a line of the device's log (docs/log-schema.md). `failed` is not among them: it is how the operation ends. */
export function toEvent(device: string, name: string, fields: Fields): ThingsmithEvent | undefined {
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
		case "provisioned": {
			const [thingName, certificateId] = [text("thingName"), text("certificateId")];
			return { event: "provisioned", device, thingName, certificateId, milliseconds: number("milliseconds") };
		}
		case "reading.acknowledged": {
			const reading = {
				thingName: text("thingName"),
				temperature: number("temperature"),
				sequence: number("sequence"),
			};
			const timestamp = fields?.timestamp === undefined ? {} : { timestamp: text("timestamp") };
			return { event: "reading", device, ...reading, ...timestamp };
		}
		case "reading.dropped":
			// One a reading while the queue in memory is full: 1, 10, 100, … are enough to know. Flash drops many at a time.
			if (number("added") <= 1 && !/^10*$/.test(text("dropped"))) return undefined;
			return { event: "step", device, step: name, detail: detailOf(name, fields) };
		default:
			return { event: "step", device, step: name, detail: detailOf(name, fields) };
	}
}

const idLength = 12;

function detailOf(name: string, fields: Fields): string {
	const text = (member: string) => String(fields?.[member] ?? "");
	switch (name) {
		case "claim.found":
			return fields?.secondsLeft === -1 ? "" : `${text("secondsLeft")} s left`;
		case "claim.connected":
			return `client id ${text("clientId")}`;
		case "key.received":
		case "identity.staged":
			return `certificate ${text("certificateId").slice(0, idLength)}…`;
		case "thing.registered":
			return `as ${text("thingName")}`;
		case "identity.connected":
			return `client id ${text("thingName")}`;
		case "reading.dropped":
			return `${text("dropped")} so far, there was no room`;
		case "retry":
			return `in ${(Number(fields?.delayMs) / 1000).toFixed(1)} s: ${text("message")} (${text("code")})`;
		case "bootstrap.hello":
			return fields?.accepts === true ? "" : `takes no bootstrap now (${text("code")})`;
		case "bootstrap.accepted":
			return "";
		case "bootstrap.refused":
			return `${text("message")} (${text("code")})`;
		case "readings.unavailable":
			return `readings wait in memory: ${text("message")} (${text("code")})`;
		case "sensor.failed":
			return `tried at every interval: ${text("message")} (${text("code")})`;
		case "erasure.pending":
			return `the next start tries again: ${text("message")} (${text("code")})`;
		default:
			return Object.values(fields ?? {}).join(" ");
	}
}
