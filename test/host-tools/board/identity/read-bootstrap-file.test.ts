import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bootstrap } from "../../../../firmware/core/bootstrap.js";
import {
	checkIsFresh,
	readBootstrap,
	readDeviceMembers,
} from "../../../../host-tools/board/identity/read-bootstrap-file.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { testPki } from "../../../support/test-pki.js";

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
			[{ wifi: { ssid: "home", password: secret.repeat(9) } }, /settings\.json: "wifi\.password"/],
			[{ wifi: [{ ssid: "home" }, { password: secret }] }, /settings\.json: "wifi\[1\]\.ssid"/],
			[{ host: secret }, /unknown member "host"/],
			[{ claim: { privateKeyPem: secret } }, /unknown member "claim"/],
			[`{"wifi": "${secret}`, /is not JSON/],
			[`{"wifi": {"password": ${secret}}}`, /is not JSON/],
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

	it("is refused where it is something else, and says where that belongs", async () => {
		const bootstrap = { version: 1, claim: {} };
		await assert.rejects(readDeviceMembers(await settings(bootstrap)), {
			code: "file-invalid",
			message: /is no settings file but a bootstrap/,
			next: /--bootstrap/,
		});
	});
});

describe("a bootstrap in a file", () => {
	afterEach(directories.remove);

	it("is refused where it is something else, and says where that belongs", async () => {
		const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
		for (const [content, message, next] of [
			[{ certificateId: "a", expiresAt: "2026-01-01T00:00:00Z" }, /the note on a claim/, /claim create .* --bootstrap/],
			[{ certificatePem: pem, keyPair: { PrivateKey: "" } }, /what the AWS CLI prints/, /--credential/],
			[pem, /a certificate or a key/, /--certificate/],
		] as const) {
			const refused = { code: "file-invalid", message, next };
			await assert.rejects(readBootstrap(await settings(content)), refused);
		}
	});

	it("is fresh until its claim or its certificate expires", async () => {
		const [{ certificatePem, privateKeyPem }] = (await testPki()).clients;
		const expiresAt = "2030-01-01T00:00:00.000Z";
		const claim = { certificatePem, privateKeyPem, expiresAt };
		const { rootCaPem } = await testPki();
		const path = await settings({ version: 1, host: "cloud.test", rootCa: rootCaPem, templateName: "t", claim });
		const bootstrap = await readBootstrap(path);
		const expired = { code: "claim-expired", message: /settings\.json expired at 2030/, next: /claim create/ };
		assert.throws(() => checkIsFresh(bootstrap, path, new Date(expiresAt)), expired);
		checkIsFresh(bootstrap, path, new Date(Date.parse(expiresAt) - 1));
		const own = { ...bootstrap, credential: { ...bootstrap.credential, expiresAt: undefined } };
		const notAfter = new Date(new X509Certificate(certificatePem).validTo);
		const over = { code: "credential-expired", message: /certificate in .*settings\.json expired at/ };
		assert.throws(() => checkIsFresh(own as Bootstrap, path, notAfter), over);
		checkIsFresh(own as Bootstrap, path, new Date(notAfter.getTime() - 1));
	});
});
