import { plainText } from "../monitor/plain-text.js";
import { otherFirmware, unknownFirmware } from "./other-firmware.js";
import { bootLoop, downloadMode } from "./resets.js";
import { startSymptoms } from "./start-symptoms.js";
import { type Diagnosis, findSymptom } from "./symptom.js";

/** Characters: of fewer, some that are no text are a glitch of the line. */
const leastNoise = 32;
const noiseShare = 0.3;

/** A line of the log of our firmware. */
const ours = /thingsmith \{"level"/;

/** What is wrong with a board that does not answer as thingsmith does, from what it sent instead; undefined where it sent nothing that tells. */
export function diagnoseBoard(heard: Uint8Array): Diagnosis | undefined {
	const text = readable(heard);
	const sign = findSign(heard, text);
	if (sign !== undefined) return sign;
	if (ours.test(text)) return /"event":"bootstrap\./.test(text) ? stopped : hearsNothing;
	return (
		unknownFirmware(text) ?? (/^@AQ/m.test(text) ? echo : undefined) ?? (/\bentry 0x/.test(text) ? mute : undefined)
	);
}

/** What shows by itself, also while nobody waits for an answer: what `device monitor` explains. */
export function findSign(heard: Uint8Array, text = readable(heard)): Diagnosis | undefined {
	const start = findSymptom(startSymptoms, text) ?? downloadMode(text) ?? bootLoop(text);
	if (start !== undefined || ours.test(text)) return start;
	return isNoise(heard) ? wrongSpeed : otherFirmware(text);
}

const wrongSpeed: Diagnosis = Object.freeze({
	code: "line-garbled",
	message: "what it sends is no text at this speed: another firmware, or a debug build, which talks faster",
	next: "bring thingsmith's firmware, a release build (`thingsmith device flash`); if it stays, check ground and the adapter's 3.3 V",
});

const hearsNothing: Diagnosis = Object.freeze({
	code: "board-silent",
	message: "thingsmith's firmware is there and logs, but hears nothing of what is sent",
	next: "check the wire from the adapter's TX to the chip's RX; a debug build takes no bootstrap over serial: flash a release build",
});

const stopped: Diagnosis = Object.freeze({
	code: "board-silent",
	message: "thingsmith's firmware has answered before, and does not any more",
	next: "press RESET and run the same command again; if it stays, look with `thingsmith device monitor --reset`",
});

const echo: Diagnosis = Object.freeze({
	code: "board-silent",
	message: "what is sent comes back as it is",
	next: "TX and RX are wired to each other, or it is no board that is behind this port: see that it is the right one",
});

const mute: Diagnosis = Object.freeze({
	code: "board-silent",
	message: "the chip starts, and its firmware says nothing",
	next: "bring thingsmith's firmware: `thingsmith device flash`",
});

/** As text, without what could command a terminal. */
function readable(heard: Uint8Array): string {
	return new TextDecoder()
		.decode(heard)
		.split("\n")
		.map((line) => plainText(line))
		.join("\n");
}

/** Mostly characters that no text has: another speed looks so. */
function isNoise(heard: Uint8Array): boolean {
	const text = new TextDecoder().decode(heard).replace(/[\t\r\n]/g, "");
	const odd = text.match(/[\p{Cc}\ufffd]/gu) ?? [];
	return text.length >= leastNoise && odd.length > text.length * noiseShare;
}
