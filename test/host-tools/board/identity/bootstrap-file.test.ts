import assert from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { checkSettings } from "../../../../firmware/core/settings/settings-json.js";
import { type BootstrapFile, toBootstrap } from "../../../../host-tools/board/identity/bootstrap-file.js";
import { type TestPki, testPki } from "../../../support/test-pki.js";
import { textDamages } from "../../../support/text-damage.js";

const marked = "S3CRET-MARK";
type Json = Record<string, unknown>;

describe("a bootstrap file", () => {
	let pki: TestPki;
	let claimFile: Json & { claim: Json };
	let permanentFile: Json & { permanent: Json };
	before(async () => {
		pki = await testPki();
		const [{ certificatePem, privateKeyPem }] = pki.clients;
		const common = { version: 1, host: "cloud.test", rootCa: pki.rootCaPem };
		const pair = { certificatePem, privateKeyPem };
		claimFile = { ...common, templateName: "fleet", claim: { ...pair, expiresAt: "2026-11-22T00:05:00Z" } };
		permanentFile = { ...common, permanent: { ...pair, thingName: "pump-7" } };
	});

	/** bootstrap-invalid with that in its message, and nothing of a secret. */
	function assertInvalid(file: unknown, expected: string): void {
		assert.throws(
			() => toBootstrap(file),
			(error: Error & { code?: string; cause?: unknown }) => {
				assert.equal(error.code, "bootstrap-invalid");
				assert.ok(error.message.includes(expected), error.message);
				assert.equal(error.cause, undefined);
				const key = pki.clients[0].privateKeyPem.split("\n")[3] as string;
				assert.ok(!error.message.includes(marked) && !error.message.includes(key), "it quotes a value");
				return true;
			},
		);
	}

	it("with a claim gives DER, PKCS#8 and the expiry in ms", () => {
		const { settings, rootCa, credential } = toBootstrap(claimFile);
		const [{ certificate, privateKey }] = pki.clients;
		assert.deepEqual(Buffer.from(rootCa), Buffer.from(pki.rootCa));
		assert.equal(credential.kind, "claim");
		assert.deepEqual(Buffer.from(credential.certificate), Buffer.from(certificate));
		assert.deepEqual(Buffer.from(credential.privateKey), Buffer.from(privateKey));
		assert.equal(credential.kind === "claim" && credential.expiresAt, Date.UTC(2026, 10, 22, 0, 5));
		assert.deepEqual([settings.host, settings.port, settings.templateName], ["cloud.test", 8883, "fleet"]);
	});

	it("without a client id gives every device another one", () => {
		const ids = [1, 2, 3].map(() => toBootstrap(claimFile).settings.clientId);
		assert.equal(new Set(ids).size, 3);
		for (const id of ids) assert.match(id, /^thingsmith-[0-9a-f-]{36}$/);
		assert.equal(toBootstrap({ ...claimFile, clientId: "mine" }).settings.clientId, "mine");
	});

	it("may leave the expiry of a claim open, or give it in another time zone", () => {
		const expiring = (expiresAt: unknown) =>
			toBootstrap({ ...claimFile, claim: { ...claimFile.claim, expiresAt } }).credential;
		const open = expiring(undefined);
		assert.equal(open.kind === "claim" && open.expiresAt, undefined);
		const zoned = expiring("2026-11-22T02:05:00.250+02:00");
		assert.equal(zoned.kind === "claim" && zoned.expiresAt, Date.UTC(2026, 10, 22, 0, 5, 0, 250));
	});

	it("with a permanent credential gives its name and its certificate's id", () => {
		const { credential } = toBootstrap(permanentFile);
		assert.ok(credential.kind === "permanent");
		assert.equal(credential.thingName, "pump-7");
		const id = createHash("sha256").update(pki.clients[0].certificate).digest("hex");
		assert.equal(credential.certificateId, id);
	});

	it("passes on everything that is optional", () => {
		const others: Partial<BootstrapFile> = {
			port: 443,
			parameters: { SerialNumber: "1" },
			keyOrigin: "device",
			wifi: [
				{ ssid: "home", password: marked },
				{ ssid: "cellar", hidden: true },
			],
			ethernet: false,
			address: { address: "10.0.0.2", netmask: "255.0.0.0", gateway: "10.0.0.1", dns: "10.0.0.1" },
			timeServers: ["time.test"],
			light: { pin: 8, activeLow: true },
			button: { pin: 0 },
			telemetry: {
				intervalMs: 500,
				format: "raw",
				topic: "t",
				queueLimit: 3,
				statusTopic: "",
				sensor: { name: "tmp117", data: 4, clock: 5 },
			},
		};
		const { settings } = toBootstrap({ ...claimFile, ...others });
		const { host, clientId } = settings;
		assert.deepEqual(settings, checkSettings({ host, clientId, templateName: "fleet", ...others }));
	});

	for (const name of ["version", "host", "rootCa", "templateName", "claim"]) {
		it(`without "${name}" is bootstrap-invalid and names it`, () => {
			const { [name]: _, ...file } = claimFile;
			assertInvalid(file, `"${name}"`);
		});
	}

	for (const name of ["certificatePem", "privateKeyPem"]) {
		it(`without "claim.${name}" or "permanent.${name}" is bootstrap-invalid and names it`, () => {
			assertInvalid({ ...claimFile, claim: { ...claimFile.claim, [name]: undefined } }, `"claim.${name}"`);
			assertInvalid(
				{ ...permanentFile, permanent: { ...permanentFile.permanent, [name]: undefined } },
				`"permanent.${name}"`,
			);
		});
	}

	it("with the two PEM files swapped is bootstrap-invalid and names the first", () => {
		const { certificatePem: privateKeyPem, privateKeyPem: certificatePem } = claimFile.claim;
		assertInvalid(
			{ ...claimFile, claim: { certificatePem, privateKeyPem } },
			`"claim.certificatePem" holds the private key`,
		);
	});

	it("with the key of another certificate is bootstrap-invalid", () => {
		const { privateKeyPem } = pki.clients[1];
		const expected = `"claim.privateKeyPem" is not the key of the certificate in "claim.certificatePem"`;
		assertInvalid({ ...claimFile, claim: { ...claimFile.claim, privateKeyPem } }, expected);
	});

	it("with a key that is not RSA is bootstrap-invalid: the device's TLS knows no other", () => {
		const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
		const privateKeyPem = privateKey.export({ format: "pem", type: "pkcs8" });
		assertInvalid(
			{ ...claimFile, claim: { ...claimFile.claim, privateKeyPem } },
			`"claim.privateKeyPem" is of type ec`,
		);
	});

	it("names the file once where a member is missing", () => {
		const { certificatePem } = claimFile.claim;
		assert.throws(() => toBootstrap({ ...claimFile, claim: { certificatePem } }, "b.json"), {
			message: 'b.json: "claim.privateKeyPem" must be a text in PEM',
		});
	});

	it("with a key, or the certificate of a device, for a root CA is bootstrap-invalid", () => {
		assertInvalid({ ...claimFile, rootCa: claimFile.claim.privateKeyPem }, `"rootCa" holds no certificate but`);
		assertInvalid({ ...claimFile, rootCa: claimFile.claim.certificatePem }, `"rootCa" is no certificate authority's`);
	});

	it("takes certificates and keys whatever happened to their text", () => {
		const { certificatePem, privateKeyPem } = pki.clients[0];
		const expected = toBootstrap({ ...claimFile, clientId: "one" });
		for (const [how, spoil] of Object.entries(textDamages)) {
			const claim = {
				...claimFile.claim,
				certificatePem: spoil(certificatePem),
				privateKeyPem: spoil(privateKeyPem),
			};
			const file = { ...claimFile, clientId: "one", rootCa: spoil(pki.rootCaPem), claim };
			assert.deepEqual(toBootstrap(file), expected, how);
		}
	});

	it("names the file it is read from, and says what to do", () => {
		assert.throws(
			() => toBootstrap({ ...claimFile, version: 2 }, "claims/try.json"),
			(error: Error & { next?: string }) => /^claims\/try\.json: "version"/.test(error.message) && Boolean(error.next),
		);
	});

	it("with both kinds of credential is bootstrap-invalid", () => {
		assertInvalid({ ...claimFile, permanent: permanentFile.permanent }, `either "claim" or "permanent"`);
	});

	for (const thingName of [undefined, "", "a b", "a/b", "ä", "t".repeat(129), 7]) {
		it(`with ${JSON.stringify(thingName)?.slice(0, 12)} for a thing's name is bootstrap-invalid`, () => {
			assertInvalid(
				{ ...permanentFile, permanent: { ...permanentFile.permanent, thingName } },
				`"permanent.thingName"`,
			);
		});
	}

	for (const expiresAt of [
		"soon",
		"2026",
		"22 Nov 2026",
		"2026-11-22T00:05:00",
		"2026-99-22T00:05:00Z",
		1_795_000_000,
		null,
	]) {
		it(`with ${JSON.stringify(expiresAt)} for an expiry is bootstrap-invalid`, () => {
			assertInvalid({ ...claimFile, claim: { ...claimFile.claim, expiresAt } }, `"claim.expiresAt"`);
		});
	}

	for (const owner of ["wifi", "telemetry", "claim"]) {
		it(`with a misspelt member in "${owner}" is bootstrap-invalid and says which there are`, () => {
			const others = owner === "wifi" ? { ssid: "home" } : (claimFile[owner] as Json | undefined);
			assertInvalid(
				{ ...claimFile, [owner]: { ...others, pasword: marked } },
				`unknown member "${owner}.pasword"; known are`,
			);
			assertInvalid({ ...claimFile, [owner]: marked }, `"${owner}" must be an object`);
		});
	}

	it("with a misspelt member is bootstrap-invalid and says which there are", () => {
		assertInvalid({ ...claimFile, templatename: marked }, `unknown member "templatename"; known are version, host`);
		assertInvalid(JSON.parse(`{"__proto__":{"version":1}}`), `"__proto__"`);
		assertInvalid(
			{ ...claimFile, telemetry: { sensor: { name: "TMP117", adress: 72 } } },
			`unknown member "telemetry.sensor.adress"; known are name, data, clock, address, hertz, pin`,
		);
	});

	for (const file of [null, [], "text", 7, undefined]) {
		it(`that is ${JSON.stringify(file)} is bootstrap-invalid`, () => assertInvalid(file, "must be a JSON object"));
	}

	it("checks its settings, too", () => {
		assertInvalid({ ...claimFile, telemetry: { intervalMs: 1 } }, `"telemetry.intervalMs"`);
		assertInvalid({ ...claimFile, wifi: { ssid: "home", password: marked.repeat(9) } }, `"wifi.password"`);
	});
});
