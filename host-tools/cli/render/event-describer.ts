import type { ThingsmithEvent } from "../operations/events.js";
import { boardEventText } from "./board-event-text.js";
import type { EventNamed, EventText } from "./event-text.js";
import { provisionEventText } from "./provision-event-text.js";
import type { Style } from "./style.js";

/** What the steps of docs/log-schema.md are called in the timeline. */
const stepNames: Readonly<Record<string, string>> = Object.freeze({
	"network.connected": "network",
	"clock.synchronized": "clock",
	"claim.found": "claim found",
	"claim.connected": "connected with claim",
	"key.received": "key and certificate received",
	"identity.staged": "staged in flash",
	"thing.registered": "registered",
	"identity.connected": "connected as itself",
	"reading.first": "first reading acknowledged",
	"reading.dropped": "reading dropped",
	"readings.unavailable": "no flash for readings",
	"sensor.failed": "sensor fails",
	"sensor.recovered": "sensor answers again",
	"claim.erased": "claim erased",
	"bootstrap.hello": "asked over the serial line",
	"bootstrap.accepted": "bootstrap taken",
	"bootstrap.refused": "bootstrap refused",
	"bootstrap.forgotten": "half a bootstrap forgotten",
	"erasure.pending": "claim not erased yet",
	retry: "trying again",
});

const warnings: readonly string[] = ["trying again", "reading dropped", "no flash for readings", "sensor fails"];

/** Turns events into text for people; times in the timeline count from now. */
export function createEventDescriber(style: Style): (happened: ThingsmithEvent) => EventText {
	const startedAt = performance.now();
	const timeline = (device: string | undefined, name: string, detail: string) => {
		const seconds = ((performance.now() - startedAt) / 1000).toFixed(2).padStart(6);
		const warning = warnings.includes(name);
		const shownName = name.padEnd(28);
		const line = `${style.dim(`${seconds} s`)}  ${(device ?? "").padEnd(9)} ${warning ? style.yellow(shownName) : shownName}`;
		return { message: detail === "" ? line.trimEnd() : `${line} ${style.dim(detail)}` };
	};

	return (happened) => {
		switch (happened.event) {
			case "ready":
				return ready(happened);
			case "claimed":
				return happened.files === undefined
					? timeline(happened.device, "claim issued", `good for ${secondsUntil(happened.expiresAt)} s`)
					: claimFiles(happened);
			case "step":
				return timeline(happened.device, stepNames[happened.step] ?? happened.step, happened.detail);
			case "provisioned":
				return timeline(
					happened.device,
					style.green("provisioned".padEnd(28)),
					`${happened.thingName} in ${(happened.milliseconds / 1000).toFixed(2)} s`,
				);
			case "reading":
				return { data: readingLine(happened) };
			case "malformed":
				return { message: `${style.yellow("malformed")} ${happened.topic}: ${happened.message}` };
			case "note":
				return { message: happened.text };
			case "failed":
				return { message: failure(style, happened) };
			case "gave-up":
				return timeline(happened.device, style.red("gave up".padEnd(28)), `${happened.message} (${happened.code})`);
			case "listening":
				return { message: `${happened.device} takes a bootstrap at tcp://${happened.host}:${happened.port}` };
			case "state":
			case "done":
				return {};
			case "provision-step":
			case "board-provisioned":
			case "series":
				return provisionEventText(style, happened);
			default:
				return boardEventText(style, happened);
		}
	};
}

function secondsUntil(time: string): number {
	return Math.round((Date.parse(time) - Date.now()) / 1000);
}

function ready({ endpointUrl, mqttHost, mqttPort, rootCaPath }: EventNamed<"ready">): EventText {
	return {
		data: [
			`control plane  ${endpointUrl}`,
			`MQTT over TLS  ${mqttHost}:${mqttPort}`,
			`root CA        ${rootCaPath}`,
		].join("\n"),
	};
}

function claimFiles({ files }: EventNamed<"claimed">): EventText {
	const written = Object.entries({
		certificate: files?.certificate,
		"private key": files?.privateKey,
		claim: files?.claim,
		bootstrap: files?.bootstrap,
	}).filter(([, path]) => path !== undefined);
	return { data: written.map(([name, path]) => `${name.padEnd(11)}  ${path}`).join("\n") };
}

function readingLine(reading: EventNamed<"reading">): string {
	const remarks = [
		reading.missed ? `${reading.missed} missed before` : undefined,
		reading.duplicate ? "duplicate" : undefined,
		reading.restarted ? "restarted" : undefined,
	].filter((remark) => remark !== undefined);
	return [
		reading.thingName,
		`${reading.temperature.toFixed(2)} °C`,
		reading.sequence === undefined ? undefined : `#${reading.sequence}`,
		reading.timestamp,
		remarks.length > 0 ? `(${remarks.join(", ")})` : undefined,
	]
		.filter((part) => part !== undefined)
		.join("  ");
}

function failure(style: Style, { device, code, message, next }: EventNamed<"failed">): string {
	const who = device === undefined ? "" : `${device}: `;
	const first = `${style.red("Failed:")} ${who}${message} (${code})`;
	return next === undefined ? first : `${first}\n${style.bold("Next:")} ${next}`;
}
