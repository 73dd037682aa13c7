import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { Chip } from "../bootloader/chip.js";
import { flashFirmware } from "../bootloader/flash-firmware.js";
import type { FirmwareBundle } from "../firmware/firmware-bundle.js";
import type { SerialLink } from "../serial/serial-link.js";
import type { UsbIds } from "../serial/usb-bridges.js";
import type { ProvisionEvent } from "./provision-events.js";

export interface BoardFirmwareOptions {
	readonly link: SerialLink;
	readonly usb: UsbIds | undefined;
	/** For writing. */
	readonly baudRate: number;
	/** What belongs on a chip of that target; undefined: what the board has. Rejects with ToolError `firmware-missing` where nobody built it. */
	readonly findFirmware: ((target: string) => Promise<FirmwareBundle>) | undefined;
	/** The chip has said its serial number, before anything can be wrong with it. */
	readonly onSerialNumber: (serialNumber: string) => void;
}

export interface BoardFirmware {
	/** `kept`: it was there already. `unknown`: there is none to compare with. `locked`: the bootloader does not let it be seen. */
	readonly outcome: "written" | "kept" | "unknown" | "locked";
	/** E.g. ESP32-C3. */
	readonly chip: string;
	readonly version: string | undefined;
	/** 12 lower-case hex digits; undefined where the chip does not say. */
	readonly serialNumber: string | undefined;
}

/** Sees to it that the board has the present firmware, and starts it. Rejects as `device flash` does. */
export async function bringFirmware(
	options: BoardFirmwareOptions,
	context: TaskContext<ProvisionEvent>,
): Promise<BoardFirmware> {
	const { link, usb, baudRate } = options;
	const { signal } = context;
	const chip = await Chip.connect({ link, baudRate, usb, signal });
	let done: BoardFirmware;
	try {
		done = await compare(chip, options, context);
	} catch (error) {
		// Of the two the first one is to be told.
		await chip.restart().catch(() => undefined);
		throw error;
	}
	await chip.restart();
	return done;
}

async function compare(
	chip: Chip,
	{ findFirmware, onSerialNumber }: BoardFirmwareOptions,
	context: TaskContext<ProvisionEvent>,
): Promise<BoardFirmware> {
	const { name, target, mac, encrypted } = chip.description;
	const about = { chip: name, serialNumber: mac?.replaceAll(":", "").toLowerCase() };
	if (about.serialNumber !== undefined) onSerialNumber(about.serialNumber);
	if (encrypted) return { ...about, outcome: "locked", version: undefined };
	const bundle = await findFirmware?.(target).catch((error: unknown) => {
		if (error instanceof ToolError && error.code === "firmware-missing") return undefined;
		throw error;
	});
	if (bundle === undefined) return { ...about, outcome: "unknown", version: undefined };
	const changed = await flashFirmware(chip, bundle, { erase: false, dryRun: false }, context);
	return { ...about, outcome: changed ? "written" : "kept", version: bundle.manifest.version };
}
