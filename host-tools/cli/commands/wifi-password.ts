import { readTextFile } from "../../base/files/read-text-file.js";
import { ToolError } from "../../base/tool-error.js";
import type { CommandContext } from "../command-context.js";

/** Where a password may come from without ever being an argument, which every user of the machine could read. */
export const passwordVariable = "THINGSMITH_WIFI_PASSWORD";

/** The Wi-Fi password: from `path`, else the environment, else the terminal. An open network's is empty. Rejects with ToolError `usage`. */
export async function wifiPassword(ssid: string, path: string | undefined, context: CommandContext): Promise<string> {
	if (path !== undefined) return (await readTextFile(path, { signal: context.signal })).replace(/\r?\n$/, "");
	const fromEnvironment = context.env[passwordVariable];
	if (fromEnvironment !== undefined) return fromEnvironment;
	if (context.askSecret !== undefined)
		return context.askSecret(`Password of Wi-Fi "${ssid}" (empty for an open one): `);
	throw new ToolError("usage", `Wi-Fi "${ssid}" needs a password`, {
		next: `set ${passwordVariable}, or name a file with --wifi-password-file; an open network has an empty one`,
	});
}
