import { checkSettings } from "../../../firmware/core/settings/settings-json.js";
import { readJsonFile } from "../../base/files/read-json-file.js";
import { checkDeviceMembers, type DeviceMembers } from "./bootstrap-file.js";

/**
 * A file with what all devices of a kind have in common: network, wiring, telemetry, as a bootstrap file has them. May hold Wi-Fi
 * passwords. Rejects with ToolError `file-missing`, `file-invalid`, DeviceError `bootstrap-invalid`, naming the member and never its value.
 */
export async function readDeviceMembers(path: string): Promise<DeviceMembers> {
	const members = checkDeviceMembers(
		await readJsonFile(path, "see that the name is right; docs/esp32.md says what it may hold"),
	);
	checkSettings({ ...members, host: "localhost", clientId: "thingsmith" });
	return members;
}
