import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readDeviceMembers } from "../../../../host-tools/board/identity/read-bootstrap-file.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();

async function settings(content: unknown): Promise<string> {
	const path = join(await directories.make(), "settings.json");
	await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
	return path;
}

describe("a file with what all devices of a kind have in common", () => {
	afterEach(directories.remove);

	it("is read as a bootstrap's members", async () => {
		const members = { wifi: { ssid: "home", password: "a password" }, telemetry: { intervalMs: 5000 } };
		assert.deepEqual(await readDeviceMembers(await settings(members)), members);
	});

	it("is refused with the member's name and without its value", async () => {
		const secret = "marked-secret";
		for (const [content, message] of [
			[{ wifi: { ssid: "home", pasword: secret } }, /unknown member "wifi.pasword"/],
			[{ wifi: { ssid: "home", password: secret.repeat(9) } }, /password/],
			[{ host: secret }, /unknown member "host"/],
			[{ claim: { privateKeyPem: secret } }, /unknown member "claim"/],
			[`{"wifi": "${secret}`, /is not JSON/],
			["[]", /./],
			["null", /./],
		] as const) {
			await assert.rejects(readDeviceMembers(await settings(content)), (error: Error & { code: string }) => {
				assert.match(error.code, /^(bootstrap|file)-invalid$/);
				assert.match(error.message, message);
				assert.equal(error.message.includes(secret), false);
				return true;
			});
		}
	});

	it("is missing where there is none", async () => {
		await assert.rejects(readDeviceMembers("/nowhere/settings.json"), { code: "file-missing", next: /name/ });
	});
});
