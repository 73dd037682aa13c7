import { checkSettings } from "../../firmware/core/settings-json.js";
import { ToolError } from "../tool-error.js";
import { checkDeviceMembers, type DeviceMembers } from "./bootstrap-file.js";
import { readTextFile } from "./read-text-file.js";

/**
 * A file with what all devices of a kind have in common: network, wiring, telemetry, as a bootstrap file has them. May hold Wi-Fi
 * passwords. Rejects with ToolError `file-missing`, `file-invalid`, DeviceError `bootstrap-invalid`, naming the member and never its value.
 */
export async function readDeviceMembers(path: string): Promise<DeviceMembers> {
	const text = await readTextFile(path);
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		// The parser's own error quotes what it read.
		throw new ToolError("file-invalid", `${path} is not JSON`, { next: "see docs/esp32.md for what it may hold" });
	}
	const members = checkDeviceMembers(json);
	checkSettings({ ...members, host: "localhost", clientId: "thingsmith" });
	return members;
}
