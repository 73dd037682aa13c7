import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { BootloaderEvent } from "../../board/bootloader/bootloader-events.js";
import { flashFirmware } from "../../board/bootloader/flash-firmware.js";
import { withChip } from "../../board/bootloader/with-chip.js";
import { type FirmwareBundle, firmwareDirectory, readFirmwareBundle } from "../../board/firmware/firmware-bundle.js";
import type { BoardOptions } from "../../board/serial/open-board.js";

/** The firmware is on the board. */
export interface FlashedEvent {
	readonly event: "flashed";
	readonly port: string;
	readonly target: string;
	readonly version: string;
	/** False where somebody has to press RESET. */
	readonly restarted: boolean;
}

export interface DeviceFlashOptions {
	readonly board: BoardOptions;
	/** --target; undefined: what the chip is. */
	readonly target: string | undefined;
	/** --firmware; undefined: what `npm run build:esp32` left for the target. */
	readonly firmwareDirectory: string | undefined;
	readonly erase: boolean;
	readonly yes: boolean;
	readonly dryRun: boolean;
}

/** Writes firmware over serial and starts it. */
export async function flashDevice(
	options: DeviceFlashOptions,
	context: TaskContext<FlashedEvent | BootloaderEvent>,
): Promise<void> {
	const { board, target, erase, yes, dryRun } = options;
	if (erase && !yes && !dryRun) {
		throw new ToolError("usage", "--erase destroys all that is in the board's flash, its identity and key included", {
			next: "add --yes if that is meant, or --dry-run to see what would be done",
		});
	}
	// What can be wrong without a board is found before one is reset.
	const named = options.firmwareDirectory ?? (target === undefined ? undefined : firmwareDirectory(target));
	const early = named === undefined ? undefined : await readFirmwareBundle(named);
	checkTarget(early, target);
	await withChip(board, context, async (chip, port) => {
		const { name, target: actual } = chip.description;
		if (target !== undefined && target !== actual) {
			throw new ToolError("chip-mismatch", `The board on ${port.path} has an ${name}, not ${target}`, {
				next: `leave --target out, or name another port`,
			});
		}
		const bundle = early ?? (await readFirmwareBundle(firmwareDirectory(actual)));
		await flashFirmware(chip, bundle, { erase, dryRun }, context);
		const restarted = await chip.restart();
		const { version } = bundle.manifest;
		if (!dryRun) context.emit({ event: "flashed", port: port.path, target: actual, version, restarted });
	});
}

function checkTarget(bundle: FirmwareBundle | undefined, target: string | undefined): void {
	if (bundle === undefined || target === undefined || bundle.manifest.target === target) return;
	const { directory, manifest } = bundle;
	throw new ToolError("firmware-invalid", `The firmware in ${directory} is for ${manifest.target}, not ${target}`, {
		next: "name another --firmware DIR, or leave --target out",
	});
}
