import { memberOf } from "../../base/member-of.js";
import type { EventText } from "./event-text.js";
import type { Style } from "./style.js";

/** What the steps of docs/log-schema.md are called in the timeline. */
const stepNames: Readonly<Record<string, string>> = Object.freeze({
	"network.connected": "network",
	"clock.synchronized": "clock",
	"claim.found": "claim found",
	"claim.connected": "connected with claim",
	"key.made": "key made on the device",
	"key.failed": "no key made yet",
	"key.received": "key and certificate received",
	"identity.staged": "staged in flash",
	"thing.registered": "registered",
	"identity.connected": "connected as itself",
	"status.published": "start report acknowledged",
	"identity.refused": "identity refused",
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
	"identity.erased": "identity erased by the button",
	"activity.failed": "one of its tasks has ended",
	"board.unavailable": "light or button not usable",
	"watchdog.starving": "stuck, about to restart",
	"log.dropped": "lines of the log lost",
	"erasure.pending": "claim not erased yet",
	retry: "trying again",
});

const warnings: readonly string[] = [
	"trying again",
	"identity refused",
	"reading dropped",
	"no flash for readings",
	"sensor fails",
	"stuck, about to restart",
];

/** Columns of a step's name. */
const nameWidth = 28;

/** What the timeline calls a step of docs/log-schema.md. */
export function stepName(step: string): string {
	return memberOf(stepNames, step) ?? step;
}

/** Makes lines of time, device, step and detail; the time counts from now. `paint` colours the step's name. */
export function createTimeline(style: Style) {
	const startedAt = performance.now();
	return (device: string | undefined, name: string, detail: string, paint = defaultPaint(style, name)): EventText => {
		const seconds = ((performance.now() - startedAt) / 1000).toFixed(2).padStart(6);
		const line = `${style.dim(`${seconds} s`)}  ${(device ?? "").padEnd(9)} ${paint(name.padEnd(nameWidth))}`;
		return { message: detail === "" ? line.trimEnd() : `${line} ${style.dim(detail)}` };
	};
}

function defaultPaint(style: Style, name: string): (text: string) => string {
	return warnings.includes(name) ? style.yellow : (text) => text;
}
