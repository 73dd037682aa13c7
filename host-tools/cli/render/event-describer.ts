import type { ThingsmithEvent } from "../operations/events.js";
import { boardEventText } from "./board-event-text.js";
import { checkedText } from "./checked-text.js";
import { cloudEventText } from "./cloud-event-text.js";
import type { EventNamed, EventText } from "./event-text.js";
import { explainedText } from "./explained-text.js";
import { lintEventText } from "./lint-event-text.js";
import { provisionEventText } from "./provision-event-text.js";
import type { Style } from "./style.js";
import { createTimeline, stepName } from "./timeline.js";
import { watchEventText } from "./watch-event-text.js";

/** Turns events into text for people; times in the timeline count from now. */
export function createEventDescriber(style: Style): (happened: ThingsmithEvent) => EventText {
	const timeline = createTimeline(style);
	return (happened) => {
		switch (happened.event) {
			case "ready":
				return ready(happened);
			case "configured":
				return configured(happened);
			case "claimed":
				if (happened.files !== undefined) return claimFiles(happened.files);
				return timeline(happened.device, "claim issued", `good for ${secondsUntil(happened.expiresAt)} s`);
			case "step":
				return timeline(happened.device, stepName(happened.step), happened.detail);
			case "provisioned":
				return timeline(happened.device, "provisioned", provisionedIn(happened), style.green);
			case "reading":
			case "malformed":
			case "silent":
			case "unheard":
			case "thing-unknown":
				return watchEventText(style, happened);
			case "check":
				return checkedText(style, happened);
			case "bundle":
				return { message: `All of it is in ${happened.path}: read it before you send it.` };
			case "explained":
				return explainedText(style, happened);
			case "exported":
				return { data: happened.files.join("\n"), message: happened.notes.map((note) => `- ${note}`).join("\n") };
			case "note":
				return { message: happened.text };
			case "data-directory":
				return { message: happened.message };
			case "failed":
				return { message: failure(style, happened) };
			case "gave-up":
				return timeline(happened.device, "gave up", `${happened.message} (${happened.code})`, style.red);
			case "refused":
				return { message: refused(style, happened) };
			case "refused-more":
				return { message: style.yellow(`… and ${happened.count} more were refused; the journal has the reasons`) };
			case "listening":
				return { message: `${happened.device} takes a bootstrap at tcp://${happened.host}:${happened.port}` };
			case "state":
			case "done":
				return {};
			case "cloud-planned":
			case "cloud-plan":
			case "cloud-step":
				return cloudEventText(style, happened);
			case "finding":
			case "mended":
			case "passed-over":
			case "linted":
			case "report":
				return lintEventText(style, happened);
			case "provision-step":
			case "board-provisioned":
			case "series":
				return provisionEventText(style, happened);
			default:
				return boardEventText(style, happened);
		}
	};
}

function provisionedIn({ thingName, milliseconds }: EventNamed<"provisioned">): string {
	return `${thingName} in ${(milliseconds / 1000).toFixed(2)} s`;
}

function secondsUntil(time: string): number {
	return Math.round((Date.parse(time) - Date.now()) / 1000);
}

function ready({ endpointUrl, mqttHost, mqttPort, httpsPort, rootCaPath }: EventNamed<"ready">): EventText {
	return {
		data: [
			`control plane  ${endpointUrl}`,
			`MQTT over TLS  ${mqttHost}:${mqttPort}`,
			...(httpsPort === undefined ? [] : [`HTTPS          ${mqttHost}:${httpsPort}`]),
			`root CA        ${rootCaPath}`,
		].join("\n"),
	};
}

function configured({ serialNumber, thingName, changed }: EventNamed<"configured">): EventText {
	const names = changed.join(", ");
	if (thingName === undefined)
		return { message: `The board ${serialNumber}, which has no identity yet, has other settings: ${names}.` };
	return { data: `${thingName}  ${serialNumber}`, message: `${thingName} is online with other settings: ${names}.` };
}

function claimFiles(files: NonNullable<EventNamed<"claimed">["files"]>): EventText {
	const written = Object.entries({
		certificate: files.certificate,
		"private key": files.privateKey,
		claim: files.claim,
		bootstrap: files.bootstrap,
	}).filter(([, path]) => path !== undefined);
	return { data: written.map(([name, path]) => `${name.padEnd(11)}  ${path}`).join("\n") };
}

function refused(style: Style, { device, plane, code, reason }: EventNamed<"refused">): string {
	const who = device === undefined ? "" : ` ${device}`;
	return `${style.yellow(`refused${who}:`)} ${reason} ${style.dim(`(${plane}, ${code})`)}`;
}

function failure(style: Style, { device, code, message, next }: EventNamed<"failed">): string {
	const who = device === undefined ? "" : `${device}: `;
	const first = `${style.red("Failed:")} ${who}${message} (${code})`;
	return next === undefined ? first : `${first}\n${style.bold("Next:")} ${next}`;
}
