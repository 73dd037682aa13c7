import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import type { Bootstrap } from "../../../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import { createIdentityImage } from "../../../../host-tools/board/identity/identity-image.js";
import { inspectIdentity } from "../../../../host-tools/board/identity/inspect-identity.js";
import { identityReportText } from "../../../../host-tools/cli/render/identity-report-text.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { NorCells, NorFlash } from "../../../fakes/nor-flash.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { claimBootstrap } from "../../../support/fake-device.js";
import { type TestPki, testPki } from "../../../support/test-pki.js";

const token = "OWNERSHIP-TOKEN";
const now = new Date("2027-01-01T00:00:00Z");

/** The partition after `live` did something with the device that the bootstrap made. */
function partition(bootstrap: Bootstrap, live: (store: IdentityStore) => void = () => undefined): Uint8Array {
	const cells = new NorCells(createIdentityImage(bootstrap));
	live(new IdentityStore(new NorFlash({ cells }), nodeTextCodec));
	return cells.bytes;
}

describe("inspectIdentity", () => {
	let pki: TestPki;
	let bootstrap: Bootstrap;
	let certificateId: string;

	before(async () => {
		pki = await testPki();
		const [{ certificate, privateKey }] = pki.clients;
		const expiresAt = now.getTime() + 60_000;
		bootstrap = { ...claimBootstrap({ certificate, privateKey, expiresAt }), rootCa: pki.rootCa };
		certificateId = createHash("sha256").update(certificate).digest("hex");
	});

	const stage = (store: IdentityStore) => {
		const [, { certificate, privateKey }] = pki.clients;
		store.stage({ certificate, privateKey, certificateId: "ab".repeat(32), ownershipToken: token });
	};

	it("tells a claim, whose it is, until when it is good, and that its key is there", () => {
		const report = inspectIdentity(partition(bootstrap), now);
		assert.equal(report.content, "claim");
		assert.deepEqual([report.half, report.generation], [0, 1]);
		assert.equal(report.claim?.certificateId, certificateId);
		assert.equal(report.claim?.key, "matches");
		assert.equal(report.claim?.expired, false);
		assert.match(report.rootCa?.subject ?? "", /emulator/);
		assert.equal(inspectIdentity(partition(bootstrap), new Date(now.getTime() + 60_000)).claim?.expired, true);
	});

	it("tells a staged certificate from an identity, and whether the claim is gone", () => {
		const staged = inspectIdentity(partition(bootstrap, stage), now);
		assert.equal(staged.content, "staged");
		assert.equal(staged.staged?.token, true);
		assert.equal(staged.staged?.thingName, undefined);
		const commit = (store: IdentityStore) => {
			stage(store);
			store.nameCandidate("thing-1");
			store.commit();
		};
		const pending = inspectIdentity(partition(bootstrap, commit), now);
		assert.equal(pending.content, "identity");
		assert.equal(pending.identity?.thingName, "thing-1");
		assert.equal(pending.identity?.key, "matches");
		assert.equal(pending.claim, undefined);
		assert.equal(pending.claimErased, false);
		const done = partition(bootstrap, (store) => {
			commit(store);
			store.finishErasure(new RecordingLog());
		});
		assert.equal(inspectIdentity(done, now).claimErased, true);
	});

	it("says so when a key is of another certificate, or neither can be read", () => {
		const { privateKey } = pki.clients[1];
		const { credential } = bootstrap;
		const mixed = inspectIdentity(partition({ ...bootstrap, credential: { ...credential, privateKey } }), now);
		assert.equal(mixed.claim?.key, "other");
		const broken = { certificate: Uint8Array.of(0x30, 0), privateKey: Uint8Array.of(0x30, 0), expiresAt: undefined };
		const report = inspectIdentity(partition(claimBootstrap(broken)), now);
		assert.equal(report.claim?.certificate, undefined);
		assert.equal(report.claim?.key, "unreadable");
	});

	it("tells empty, noise, and something else apart", () => {
		assert.deepEqual(inspectIdentity(new Uint8Array(0x8000).fill(0xff)), { content: "empty" });
		assert.deepEqual(inspectIdentity(randomBytes(0x8000)), { content: "noise" });
		assert.deepEqual(inspectIdentity(new Uint8Array(0x8000)), { content: "unknown" });
	});

	it("shows no secret, as JSON and in words", () => {
		const wifi = { network: { wifi: [{ ssid: "workshop", password: "WIFI-PASSWORD", hidden: false }] } };
		const settings = { ...bootstrap.settings, ...wifi, parameters: { SerialNumber: "17", HookToken: "HOOK-TOKEN" } };
		const bytes = partition({ ...bootstrap, settings: settings as unknown as Bootstrap["settings"] }, stage);
		const report = inspectIdentity(bytes, now);
		const shown = JSON.stringify(report) + identityReportText("file", report);
		assert.match(shown, /SerialNumber/);
		const keys = pki.clients.map(({ privateKey }) => Buffer.from(privateKey));
		const secrets = [
			token,
			"WIFI-PASSWORD",
			"HOOK-TOKEN",
			...keys.flatMap((key) => [key.toString("base64"), key.toString("hex")]),
		];
		for (const secret of secrets) assert.equal(shown.includes(secret), false, secret.slice(0, 20));
	});

	it("throws nothing, and takes a claim for nothing else that is whole, whatever single byte is damaged", () => {
		const image = partition(bootstrap);
		fc.assert(
			fc.property(fc.nat(6000), fc.nat(255), (at, value) => {
				const damaged = image.slice();
				damaged[at] = value;
				const { content } = inspectIdentity(damaged, now);
				assert.ok(["claim", "unknown", "empty"].includes(content));
			}),
		);
	});
});
