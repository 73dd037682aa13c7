import type { Command } from "commander";
import type { CommandHost } from "../command-host.js";
import { addBoardOptions, type BoardFlags, boardOptions } from "./board-options.js";

interface EraseIdentityFlags extends BoardFlags {
	readonly dryRun?: true;
	readonly yes?: true;
	readonly json?: true;
}

export function addDeviceEraseIdentity(device: Command, host: CommandHost): void {
	const erase = device
		.command("erase-identity")
		.description("erase certificates, keys and settings from a board, and nothing else; needs --yes")
		.option("--dry-run", "say what would be erased")
		.option("--yes", "erase it")
		.option("--json", "one JSON object a line on stdout");
	addBoardOptions(erase).action(async (flags: EraseIdentityFlags) => {
		const { dryRun = false, yes = false, json = false } = flags;
		await host.run({ json }, async (context) => {
			const { eraseIdentity } = await import("../../operations/device-erase-identity.js");
			await eraseIdentity({ board: boardOptions(flags, host.context), dryRun, yes }, context);
		});
	});
}
