import { type Command, Option } from "commander";
import { chipNames } from "../../../board/firmware/build-manifest.js";
import type { CommandHost } from "../command-host.js";
import { addBoardOptions, type BoardFlags, boardOptions } from "./board-options.js";

interface DeviceFlashFlags extends BoardFlags {
	readonly target?: string;
	readonly firmware?: string;
	readonly erase?: true;
	readonly dryRun?: true;
	readonly yes?: true;
	readonly json?: true;
}

export function addDeviceFlash(device: Command, host: CommandHost): void {
	const flash = device
		.command("flash")
		.description("write the firmware over serial: only what differs, verified; the board's identity stays")
		.addOption(new Option("--target <name>", "refuse any other chip").choices(Object.keys(chipNames)))
		.option("--firmware <dir>", "directory with a build.json (default: dist/firmware/ of the chip that is found)")
		.option("--erase", "erase the whole flash first, identity included; needs --yes")
		.option("--dry-run", "say what would be done")
		.option("--yes", "destroy what --erase destroys")
		.option("--json", "one JSON object a line on stdout");
	addBoardOptions(flash).action(async (flags: DeviceFlashFlags) => {
		const { target, firmware, erase = false, dryRun = false, yes = false, json = false } = flags;
		await host.run({ json }, async (context) => {
			const { flashDevice } = await import("../../operations/device-flash.js");
			const board = boardOptions(flags, host.context);
			await flashDevice({ board, target, firmwareDirectory: firmware, erase, dryRun, yes }, context);
		});
	});
}
