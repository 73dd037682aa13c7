import { type Diagnosis, quote } from "./symptom.js";

/** Firmware that people find on boards, and how it shows. */
const known: readonly (readonly [name: string, pattern: RegExp])[] = Object.freeze([
	["MicroPython", /MicroPython v?\d[^\n]*|^>>> [^\n]*/m],
	["CircuitPython", /Adafruit CircuitPython[^\n]*/],
	["ESP-AT", /^AT version:[^\n]*|^module_name:[^\n]*|^ERROR$(?=[\s\S]*^ERROR$)/m],
	["esp-hosted", /esp[-_ ]hosted[^\n]*|fg_mcu_slave[^\n]*/i],
	["ESPHome", /ESPHome version[^\n]*|\[[CIDWE]\]\[[a-z_.]+:\d+\][^\n]*/],
	["Tasmota", /^\d\d:\d\d:\d\d\.\d{3}[^\n]*\bTasmota\b[^\n]*|Project tasmota[^\n]*/im],
	["an Arduino sketch", /arduino-lib-builder|\[ *\d+\]\[[VDIWE]\]\[[^\]\r\n]+:\d+\][^\n]*|Arduino[^\n]*/],
]);

/** ESP-IDF's application says at its start what it is called; Moddable's is always called the same. */
const project = /Project name: +(\S+)/;
const moddableProject = "xs_esp32";

/** What ROM, bootloader and ESP-IDF say before an application has said anything of its own, and our own question come back. */
const startLine =
	/^(?:ets |ESP-ROM|Build:|rst:|Saved PC|SPIWP|configsip|clk_drv|mode:|load:|ho \d|tail \d|entry |waiting for download|@AQ|[VDIWE] \(\d+\) (?:boot|esp_image|cpu_start|heap_init|spi_flash|efuse_init|app_init|sleep|main_task|app_start|coexist|octal_psram|esp_psram|pp|net80211|phy\w*|wifi\S*):)/;

const next = "bring thingsmith's: `thingsmith device flash` replaces what is there";

/** A firmware that says what it is, and is not ours. */
export function otherFirmware(text: string): Diagnosis | undefined {
	for (const [name, pattern] of known) {
		const words = pattern.exec(text)?.[0];
		if (words !== undefined) return foreign(`what runs on it is ${name}`, words);
	}
	const [words, name] = project.exec(text) ?? [];
	return words === undefined || name === moddableProject ? undefined : foreign("another firmware runs on it", words);
}

/** A firmware that says something, and nothing that ours would say. */
export function unknownFirmware(text: string): Diagnosis | undefined {
	const own = lines(text).filter((line) => !startLine.test(line));
	const last = own.at(-1);
	return last === undefined ? undefined : foreign("what runs on it is no firmware of thingsmith", last);
}

function foreign(message: string, words: string): Diagnosis {
	return { code: "firmware-foreign", message: `${message} (${quote(words)})`, next };
}

function lines(text: string): string[] {
	return text
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "");
}
