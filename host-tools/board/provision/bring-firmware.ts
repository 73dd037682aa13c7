import { hasCode } from "../../base/tool-error.js";
import { Chip } from "../bootloader/chip.js";
import { flashFirmware } from "../bootloader/flash-firmware.js";
import type { BoardRun } from "./board-run.js";

export interface BoardFirmware {
	/** `kept`: it was there already. `unknown`: there is none to compare with. `locked`: the bootloader does not let it be seen. */
	readonly outcome: "written" | "kept" | "unknown" | "locked";
	/** E.g. ESP32-C3. */
	readonly chip: string;
	readonly version: string | undefined;
	/** 12 lower-case hex digits; undefined where the chip does not say. */
	readonly serialNumber: string | undefined;
}

/**
 * The step `firmware`: sees to it that the board has the present firmware, and starts it. Undefined where the board cannot be reset into
 * its bootloader, or is not to be. Rejects as `device flash` does.
 */
export async function bringFirmware(run: BoardRun): Promise<BoardFirmware | undefined> {
	const { findFirmware, over } = run.options.delivery;
	if (!run.link.hasSignals || (findFirmware === undefined && over !== "flash")) return undefined;
	const work = () =>
		updateAndStart(run).catch((error: unknown) => {
			// A locked bootloader is no failure: the firmware may be there and take its bootstrap over serial.
			if (over !== "flash" && hasCode(error, "chip-locked")) return undefined;
			throw error;
		});
	return run.steps.run("firmware", work, describeFirmware);
}

async function updateAndStart(run: BoardRun): Promise<BoardFirmware> {
	const { link, port, options, context } = run;
	const { baudRate } = options.access;
	const chip = await Chip.connect({ link, baudRate, usb: port.usb, signal: context.signal });
	let firmware: BoardFirmware;
	try {
		firmware = await update(chip, run);
	} catch (error) {
		// Of the two the first one is to be told.
		await chip.restart().catch(() => undefined);
		throw error;
	}
	await chip.restart();
	return firmware;
}

async function update(chip: Chip, { options, context }: BoardRun): Promise<BoardFirmware> {
	const { name, target, mac, encrypted } = chip.description;
	const serialNumber = mac?.replaceAll(":", "").toLowerCase();
	// Before anything can be wrong with it: a series keeps whose failure it was.
	if (serialNumber !== undefined) {
		options.onIdentified?.({ serialNumber: options.names.serialNumber ?? serialNumber, chip: name });
	}
	if (encrypted) return { outcome: "locked", chip: name, version: undefined, serialNumber };
	const bundle = await options.delivery.findFirmware?.(target).catch((error: unknown) => {
		if (hasCode(error, "firmware-missing")) return undefined;
		throw error;
	});
	if (bundle === undefined) return { outcome: "unknown", chip: name, version: undefined, serialNumber };
	const changed = await flashFirmware(chip, bundle, { erase: false, dryRun: false }, context);
	const { version } = bundle.manifest;
	return { outcome: changed ? "written" : "kept", chip: name, version, serialNumber };
}

const outcomes: Readonly<Record<BoardFirmware["outcome"], string>> = Object.freeze({
	written: "written",
	kept: "there already",
	unknown: "taken as it is",
	locked: "taken as it is",
});

function describeFirmware(firmware: BoardFirmware | undefined): string {
	if (firmware === undefined) return "locked: taken as it is";
	const { chip, outcome, version } = firmware;
	return `${chip}, ${version === undefined ? "" : `${version} `}${outcomes[outcome]}`;
}
