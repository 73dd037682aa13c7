import type { LogFields } from "../../../firmware/ports/log.js";

/** Hex digits of a certificate id that are shown. */
const idLength = 12;

/** What a timeline says of the log event `name` beside its name. */
export function stepDetail(name: string, fields: LogFields | undefined): string {
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
		case "identity.refused":
			return `${text("refusals")} times: asking for another one with the claim`;
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
		case "key.made":
			return `in ${(Number(fields?.milliseconds) / 1000).toFixed(1)} s`;
		case "key.failed":
			return `whoever needs it tries again: ${text("message")} (${text("code")})`;
		case "activity.failed":
			return `${text("activity")}, until the next connection: ${text("message")} (${text("code")})`;
		case "board.unavailable":
			return `${text("what")}: ${text("message")}`;
		case "watchdog.starving":
			return `nothing got on for ${Math.round(Number(fields?.idleMs) / 1000)} s; it restarts in ${Math.round(Number(fields?.restartInMs) / 1000)} s`;
		case "identity.erased":
			return fields?.everything === true ? "with its settings" : "its settings stay";
		case "bootstrap.forgotten":
			return "nothing more came";
		case "log.dropped":
			return `${text("dropped")} in this place`;
		case "erasure.pending":
			return `the next start tries again: ${text("message")} (${text("code")})`;
		default:
			return Object.values(fields ?? {}).join(" ");
	}
}
