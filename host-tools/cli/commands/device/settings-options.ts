import type { Command } from "commander";
import { ToolError } from "../../../base/tool-error.js";
import type { DeviceMembers } from "../../../board/identity/bootstrap-file.js";
import type { CommandContext } from "../../command-context.js";
import { intervalMs } from "../arguments.js";
import { passwordVariable, wifiPassword } from "../wifi-password.js";

export interface SettingsFlags {
	readonly ssid?: string;
	readonly wifiPasswordFile?: string;
	readonly settings?: string;
	readonly interval?: number;
}

/** --ssid, --wifi-password-file, --settings, --interval: what a board is told besides its identity; its help says what it has otherwise. */
export function addSettingsOptions(command: Command, whenLeftOut: string): Command {
	return command
		.option("--ssid <name>", `Wi-Fi; its password is asked for, or comes from ${passwordVariable}`)
		.option("--wifi-password-file <file>", "instead, without the line end")
		.option("--settings <file>", "JSON with the bootstrap's wifi, ethernet, address, telemetry, light, …")
		.option("--interval <seconds>", `between readings (${whenLeftOut})`, intervalMs);
}

type Given = Pick<DeviceMembers, "wifi" | "telemetry">;

/** What the other flags say, over `file`, what `--settings` names. Rejects with ToolError `usage` for a network without password, and the other way round. */
export async function withSettingsFlags<File extends object & { readonly telemetry?: object }>(
	file: File,
	{ ssid, interval, wifiPasswordFile }: SettingsFlags,
	context: CommandContext,
): Promise<File & Given> {
	if (ssid === undefined && wifiPasswordFile !== undefined) {
		throw new ToolError("usage", "--wifi-password-file has the password of no network", {
			next: "add --ssid NAME, or put both into the file of --settings",
		});
	}
	const telemetry = interval === undefined ? {} : { telemetry: { ...file.telemetry, intervalMs: interval } };
	const wifi =
		ssid === undefined ? {} : { wifi: { ssid, password: await wifiPassword(ssid, wifiPasswordFile, context) } };
	return { ...file, ...telemetry, ...wifi };
}
