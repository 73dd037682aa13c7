import type { Command } from "commander";
import { ToolError } from "../../../base/tool-error.js";
import type { SettingsChange } from "../../../board/identity/settings-change.js";
import type { CommandContext } from "../../command-context.js";
import type { CommandHost } from "../command-host.js";
import { addPortOption } from "./board-options.js";
import { addSettingsOptions, type SettingsFlags, withSettingsFlags } from "./settings-options.js";

interface DeviceConfigureFlags extends SettingsFlags {
	readonly port?: string;
	readonly json?: true;
}

export function addDeviceConfigure(device: Command, host: CommandHost): void {
	const configure = device
		.command("configure")
		.description(
			"change Wi-Fi and other settings of a running board, which keeps its identity; its button must be held",
		)
		.option("--json", "one JSON object a line on stdout");
	addSettingsOptions(addPortOption(configure), "default: as they are").action(async (flags: DeviceConfigureFlags) => {
		const { port, json = false } = flags;
		const { env } = host.context;
		await host.run({ json }, async (operation) => {
			const { configureDevice } = await import("../../operations/device-configure.js");
			await configureDevice({ board: { port, env }, change: await settingsChange(flags, host.context) }, operation);
		});
	});
}

/** Rejects with ToolError `usage` where nothing is to be changed, DeviceError `bootstrap-invalid`. */
async function settingsChange(flags: SettingsFlags, context: CommandContext): Promise<SettingsChange> {
	const { readSettingsChange } = await import("../../../board/identity/read-bootstrap-file.js");
	const { changedMembers, checkSettingsChange } = await import("../../../board/identity/settings-change.js");
	const file = flags.settings === undefined ? {} : await readSettingsChange(flags.settings, context.signal);
	const change = checkSettingsChange(await withSettingsFlags(file, flags, context), "The settings");
	if (changedMembers(change).length > 0) return change;
	throw new ToolError("usage", "Nothing is to be changed", { next: "give --ssid, --interval or --settings FILE" });
}
