import { type Diagnosis, quote } from "./symptom.js";

/** The ROM's first words after each reset: `rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)`. */
const reset = /rst:0x[0-9a-f]+ ?\((\w*)\)[^\n]*/gi;

/** This many starts are no start any more: one may be ours, and one somebody's who pressed RESET. */
export const tooManyResets = 3;

/** Reasons by what their names contain (ESP-IDF, `esp_rom/…/rtc.h`). */
const reasons: readonly (readonly [name: RegExp, meaning: string, next: string])[] = Object.freeze([
	[
		/WDT/,
		"a watchdog restarts it: its firmware hangs, or none starts",
		"bring the present firmware: `thingsmith device flash`",
	],
	[
		/POWERON|EXT/,
		"its power comes and goes, or something pulls its EN pin low",
		"use another USB cable and port, and unplug what is wired to the board",
	],
	[
		/DEEPSLEEP|DSLEEP/,
		"it wakes from deep sleep again and again, which thingsmith's firmware does not",
		"bring thingsmith's: `thingsmith device flash`",
	],
	[
		/SW|CPU/,
		"its firmware restarts itself",
		"see why with `thingsmith device monitor --reset`; bring the present firmware with `thingsmith device flash`",
	],
]);

/** How often the chip started in `text`. */
export function countResets(text: string): number {
	return [...text.matchAll(reset)].length;
}

/** A board that starts over and over; undefined for one that does not. */
export function bootLoop(text: string): Diagnosis | undefined {
	const found = [...text.matchAll(reset)];
	const last = found.at(-1);
	if (last === undefined || found.length < tooManyResets) return undefined;
	const [words, name = ""] = last;
	const [, meaning, next] = reasons.find(([pattern]) => pattern.test(name)) ?? [
		undefined,
		"it starts over and over",
		"see why with `thingsmith device monitor --reset`",
	];
	return { code: "boot-loop", message: `it started ${found.length} times: ${meaning} (${quote(words)})`, next };
}

/** A chip that waits in its ROM for a download since its last reset. */
export function downloadMode(text: string): Diagnosis | undefined {
	const since = text.slice(Math.max(text.toLowerCase().lastIndexOf("rst:0x"), 0));
	const words = /boot:0x[0-9a-f]+ ?\(DOWNLOAD[^\n]*|waiting for download/i.exec(since)?.[0];
	if (words === undefined) return undefined;
	return {
		code: "download-mode",
		message: `it waits for a download instead of starting its firmware (${quote(words)})`,
		next: "let BOOT go and press RESET; where that does not help, something holds GPIO0 (on C3 and C6: GPIO9) low",
	};
}
