import type { EventNamed, EventText } from "./event-text.js";
import type { Style } from "./style.js";

type WatchEvent = EventNamed<"reading" | "malformed" | "silent" | "unheard" | "thing-unknown">;

/** The text of what `watch` hears and does not hear. */
export function watchEventText(style: Style, happened: WatchEvent): EventText {
	switch (happened.event) {
		case "reading":
			return { data: readingLine(happened) };
		case "malformed":
			return { message: `${style.yellow("malformed")} ${happened.topic}: ${happened.message}` };
		case "silent": {
			const { thingName, lastHeard, intervalMs } = happened;
			const every = `it reported every ${(intervalMs / 1000).toFixed(1)} s`;
			return { message: `${style.yellow("silent")} ${thingName}: nothing since ${lastHeard}, ${every}` };
		}
		case "unheard":
			return {
				message:
					`${style.yellow("nothing heard")} on ${happened.filter} for ${happened.seconds} s. See on the device's log ` +
					"(`thingsmith device monitor`) that it is online, and in its bootstrap that `telemetry.topic` is this topic (--topic). `thingsmith explain --thing NAME publish TOPIC` says " +
					"whether its policies allow it.",
			};
		case "thing-unknown":
			return {
				message:
					`${style.yellow("unknown")} There is no thing ${happened.thingName} in this account and region; it is watched for all ` +
					"the same, as it may be provisioned yet. `aws iot list-things` names those there are.",
			};
	}
}

function readingLine(reading: EventNamed<"reading">): string {
	const { humidity, pressure } = reading;
	const remarks = [
		reading.missed ? `${reading.missed} missed before` : undefined,
		reading.duplicate ? "duplicate" : undefined,
		reading.restarted ? "restarted" : undefined,
	].filter((remark) => remark !== undefined);
	return [
		reading.thingName,
		`${reading.temperature.toFixed(2)} °C`,
		humidity === undefined ? undefined : `${humidity.toFixed(1)} %`,
		pressure === undefined ? undefined : `${pressure.toFixed(1)} hPa`,
		reading.sequence === undefined ? undefined : `#${reading.sequence}`,
		reading.timestamp,
		remarks.length > 0 ? `(${remarks.join(", ")})` : undefined,
	]
		.filter((part) => part !== undefined)
		.join("  ");
}
