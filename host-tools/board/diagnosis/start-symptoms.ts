import type { Symptom } from "./symptom.js";

const flash = "bring the firmware: `thingsmith device flash`";

/**
 * Why a chip does not get as far as its firmware, or not through it: the words of the ROM, of ESP-IDF's bootloader and of its panic handler
 * (ESP-IDF Programming Guide, "Fatal Errors" and "Boot Mode Selection"; esptool, "Boot Log"), and of XS. The most telling first: a board
 * that breaks down says several of them.
 */
export const startSymptoms: readonly Symptom[] = Object.freeze([
	{
		pattern: /Brownout detector was triggered|rst:0x[0-9a-f]+ ?\(\w*BROWN\w*\)/i,
		code: "brownout",
		message: "its supply voltage breaks down when it needs current",
		next: "use a short, good USB cable in a port of the computer instead of a hub, or a supply for 500 mA or more, and unplug what the board feeds",
	},
	{
		pattern: /mismatch chip ID[^\n]*|configured for minimum revision[^\n]*|chip revision[^\n]*not supported/i,
		code: "chip-mismatch",
		message: "the firmware in its flash is for another chip",
		next: "bring the one for this chip: `thingsmith device flash`, which finds out which it is",
	},
	{
		pattern: /Detected size\(\w+\) smaller than the size in the binary image header[^\n]*/,
		code: "chip-mismatch",
		message: "its flash is smaller than the firmware was built for",
		next: "take a board with more flash, or build the firmware for less",
	},
	{
		pattern: /invalid header: 0xffffffff/i,
		code: "bootloader-missing",
		message: "its flash is empty where the chip looks for a bootloader",
		next: flash,
	},
	{
		pattern: /invalid header: 0x[0-9a-f]+/i,
		code: "bootloader-missing",
		message: "what the chip finds in its flash is no bootloader: one for another chip, in another place, or encrypted",
		next: flash,
	},
	{
		pattern: /flash read err[^\n]*|csum err[^\n]*/i,
		code: "bootloader-missing",
		message: "the chip cannot read a bootloader from its flash",
		next: `${flash}; on an ESP32 nothing may pull GPIO12 up while it starts, which chooses the flash's voltage`,
	},
	{
		pattern:
			/No bootable app partitions[^\n]*|Failed to verify partition table|has invalid magic byte[^\n]*|invalid magic number[^\n]*|Factory app partition is not bootable|Image hash failed[^\n]*|Checksum failed[^\n]*/,
		code: "firmware-missing",
		message: "its bootloader finds no firmware that it could start",
		next: flash,
	},
	{
		pattern:
			/Guru Meditation Error[^\n]*|XS abort:[^\n]*|abort\(\) was called[^\n]*|A stack overflow in task[^\n]*|assert failed:[^\n]*|assertion "[^\n]*/,
		code: "firmware-crashed",
		message: "its firmware crashes",
		next: "bring the present firmware (`thingsmith device flash`); if that crashes too, report it with what `thingsmith device monitor --reset` shows",
	},
] satisfies readonly Symptom[]);
