import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { checkSettings } from "../../../firmware/core/settings/settings-json.js";
import { readTextFile } from "../../base/files/read-text-file.js";
import { ToolError } from "../../base/tool-error.js";
import { checkDeviceMembers, type DeviceMembers, toBootstrap } from "./bootstrap-file.js";

/** The bootstrap in the file at `path`. Rejects with `file-missing`, `file-invalid`, `bootstrap-invalid`. */
export async function readBootstrap(path: string): Promise<Bootstrap> {
	return toBootstrap(await readJson(path, "`thingsmith claim create … --bootstrap FILE` writes one"));
}

/**
 * A file with what all devices of a kind have in common: network, wiring, telemetry, as a bootstrap file has them. May hold Wi-Fi
 * passwords. Rejects with ToolError `file-missing`, `file-invalid`, DeviceError `bootstrap-invalid`, naming the member and never its value.
 */
export async function readDeviceMembers(path: string): Promise<DeviceMembers> {
	const next = "see that the name is right; docs/esp32.md says what it may hold";
	const members = checkDeviceMembers(await readJson(path, next));
	checkSettings({ ...members, host: "localhost", clientId: "thingsmith" });
	return members;
}

/** `next` says where such a file comes from. */
async function readJson(path: string, next: string): Promise<unknown> {
	const text = await readTextFile(path, next);
	try {
		return JSON.parse(text);
	} catch {
		// The parser's own error is dropped: it quotes what it read, which may be a secret.
		throw new ToolError("file-invalid", `${path} is not JSON`, { next });
	}
}
