import type { BoardDescription } from "../bootstrap-link/hello-board.js";
import type { BoardFirmware } from "./board-firmware.js";

const outcomes: Readonly<Record<BoardFirmware["outcome"], string>> = Object.freeze({
	written: "written",
	kept: "there already",
	unknown: "taken as it is",
	locked: "taken as it is",
});

/** What people are told of a step. */
export function describeFirmware(firmware: BoardFirmware | undefined): string {
	if (firmware === undefined) return "locked: taken as it is";
	const { chip, outcome, version } = firmware;
	return `${chip}, ${version === undefined ? "" : `${version} `}${outcomes[outcome]}`;
}

export function describeHello(hello: BoardDescription | undefined): string {
	if (hello === undefined) return "no answer over serial: the bootstrap goes into flash";
	return `${hello.model} ${hello.serialNumber}, ${hello.thingName ?? hello.state}`;
}

/** `expiresAt` is in ms since 1970; undefined for what does not run out. */
export function secondsLeft(expiresAt: number | undefined): string {
	return expiresAt === undefined ? "" : `good for ${Math.round((expiresAt - Date.now()) / 1000)} s`;
}
