import assert from "node:assert/strict";
import type { Bootstrap } from "../../../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import { IdentityJournal } from "../../../../firmware/core/identity/journal.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { NorCells, NorFlash } from "../../../fakes/nor-flash.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { claimBootstrap, fakeSettings } from "../../../support/fake-device.js";

const claim = { certificate: Uint8Array.of(0x30, 1, 1), privateKey: new Uint8Array(64).fill(0xc1), expiresAt: 300_000 };
const staged = {
	certificateId: "ab".repeat(32),
	certificate: Uint8Array.of(0x30, 1, 2),
	privateKey: Uint8Array.of(0x30, 1, 3),
	ownershipToken: `token ${"t".repeat(458)}`,
};
const buffers = (value: object) =>
	Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item instanceof Uint8Array ? [...item] : item]));

describe("the identity store", () => {
	let cells: NorCells;
	const open = () => new IdentityStore(new NorFlash({ cells }), nodeTextCodec);
	beforeEach(() => {
		cells = new NorCells(new Uint8Array(0x8000).fill(0xff));
	});

	it("of a blank flash holds nothing", () => {
		const { settings, rootCa, claim: held, candidate, current, previous, credential } = open();
		assert.deepEqual([settings, rootCa, held, candidate, current, previous, credential], new Array(7).fill(undefined));
	});

	it("holds a bootstrap with a claim after a restart", () => {
		const bootstrap = claimBootstrap(claim, { wifi: { ssid: "home", password: "pass word" } });
		open().install(bootstrap);
		const store = open();
		assert.deepEqual(store.settings, bootstrap.settings);
		assert.deepEqual([...(store.rootCa ?? [])], [...bootstrap.rootCa]);
		assert.deepEqual(buffers(store.claim ?? {}), buffers(claim));
		assert.equal(store.credential, undefined);
	});

	it("holds a claim that does not expire", () => {
		open().install(claimBootstrap({ ...claim, expiresAt: undefined }));
		assert.ok(open().claim);
		assert.equal(open().claim?.expiresAt, undefined);
	});

	it("holds what was staged, then its name, after a restart each", () => {
		open().install(claimBootstrap(claim));
		open().stage(staged);
		assert.deepEqual(buffers(open().candidate ?? {}), buffers({ ...staged, thingName: undefined }));
		assert.equal(open().credential, undefined);
		open().nameCandidate("thing-1");
		assert.equal(open().candidate?.thingName, "thing-1");
		assert.equal(open().credential?.thingName, "thing-1");
		assert.ok(open().claim, "the claim stays until commit");
	});

	it("does not give a name to a certificate it does not belong to", () => {
		open().install(claimBootstrap(claim));
		open().stage(staged);
		open().nameCandidate("thing-1");
		open().stage({ ...staged, certificateId: "cd".repeat(32) });
		assert.equal(open().candidate?.thingName, undefined);
		assert.equal(open().credential, undefined);
	});

	it("commits the staged identity, and forgets claim, token and staging", () => {
		open().install(claimBootstrap(claim));
		const store = open();
		store.stage(staged);
		store.nameCandidate("thing-1");
		const committed = store.commit();
		assert.equal(committed.thingName, "thing-1");
		for (const each of [store, open()]) {
			const { certificate, privateKey, certificateId } = staged;
			const expected = { certificate, privateKey, thingName: "thing-1", certificateId };
			assert.deepEqual(buffers(each.current ?? {}), buffers(expected));
			assert.deepEqual(buffers(each.credential ?? {}), buffers(expected));
			assert.deepEqual([each.claim, each.candidate], [undefined, undefined]);
			assert.deepEqual(each.settings, fakeSettings());
		}
	});

	for (const restarted of [false, true]) {
		it(`leaves no trace of claim and token once the erasure is finished${restarted ? ", also after a restart" : ""}`, () => {
			open().install(claimBootstrap(claim));
			let store = open();
			store.stage(staged);
			store.nameCandidate("thing-1");
			store.commit();
			assert.ok(cells.indexOf(claim.privateKey) >= 0, "until then it can be read");
			if (restarted) store = open();
			store.finishErasure(new RecordingLog());
			assert.equal(cells.indexOf(claim.privateKey), -1);
			assert.equal(cells.indexOf(Buffer.from("token tttt")), -1);
			assert.equal(open().current?.thingName, "thing-1");
			const settled = cells.bytes.slice();
			open().finishErasure(new RecordingLog());
			assert.deepEqual(Buffer.from(cells.bytes), Buffer.from(settled), "finished is finished");
		});
	}

	it("erases nothing while there is no identity", () => {
		open().install(claimBootstrap(claim));
		const before = cells.bytes.slice();
		open().finishErasure(new RecordingLog());
		assert.deepEqual(Buffer.from(cells.bytes), Buffer.from(before));
	});

	it("holds a permanent credential as one that waits to be proved, without a token", () => {
		const { certificate, privateKey, certificateId } = staged;
		const permanent = { kind: "permanent", certificate, privateKey, certificateId, thingName: "pump-7" } as const;
		const bootstrap: Bootstrap = { settings: fakeSettings(), rootCa: Uint8Array.of(0x30, 0), credential: permanent };
		open().install(bootstrap);
		assert.deepEqual(
			[open().claim, open().current, open().candidate?.ownershipToken],
			[undefined, undefined, undefined],
		);
		assert.equal(open().credential?.thingName, "pump-7");
		assert.equal(open().commit().thingName, "pump-7");
	});

	it("finds the identity, the candidate and the claim of a partition that an earlier version wrote", () => {
		const json = (value: object) => Buffer.from(JSON.stringify(value));
		const common: [number, Uint8Array][] = [
			[2, json({ host: "h", clientId: "c", templateName: "t" })],
			[3, Buffer.of(0x30, 0)],
		];
		const identity: [number, Uint8Array][] = [
			[11, Buffer.of(0x30, 1, 1)],
			[12, Buffer.of(0x30, 1, 2)],
			[13, json({ thingName: "pump-7", certificateId: "ab".repeat(32) })],
			[14, Buffer.of()],
		];
		const journal = () => new IdentityJournal(new NorFlash({ cells }));
		journal().replace(new Map([...common, ...identity]));
		assert.deepEqual(buffers(open().credential ?? {}), {
			thingName: "pump-7",
			certificateId: "ab".repeat(32),
			certificate: [0x30, 1, 1],
			privateKey: [0x30, 1, 2],
		});
		const before = cells.bytes.slice();
		assert.equal(open().finishErasure(new RecordingLog()), true);
		assert.deepEqual(Buffer.from(cells.bytes), Buffer.from(before), "there is nothing left to erase");
		const staging: [number, Uint8Array][] = [
			[4, Buffer.of(0x30, 1, 4)],
			[5, Buffer.of(0x30, 1, 5)],
			[6, json({ expiresAt: 7 })],
			[7, Buffer.of(0x30, 1, 7)],
			[8, Buffer.of(0x30, 1, 8)],
			[9, json({ certificateId: "cd".repeat(32), ownershipToken: "token" })],
			[10, json({ certificateId: "cd".repeat(32), thingName: "pump-8" })],
		];
		journal().replace(new Map([...common, ...staging]));
		assert.equal(open().claim?.expiresAt, 7);
		assert.equal(open().candidate?.ownershipToken, "token");
		assert.deepEqual([...(open().credential?.privateKey ?? [])], [0x30, 1, 8]);
	});

	it("refuses to commit what has no name", () => {
		open().install(claimBootstrap(claim));
		assert.throws(() => open().commit(), { code: "internal" });
		open().stage(staged);
		assert.throws(() => open().commit(), { code: "internal" });
		assert.ok(open().claim);
	});

	it("replaces everything when a bootstrap is installed again", () => {
		const store = open();
		store.install(claimBootstrap(claim));
		store.stage(staged);
		store.install(claimBootstrap({ ...claim, expiresAt: 600_000 }));
		assert.deepEqual([open().claim?.expiresAt, open().candidate], [600_000, undefined]);
	});

	it("takes a new claim, keeps what it has staged, and no claim once there is an identity", () => {
		open().install(claimBootstrap(claim));
		const store = open();
		store.stage(staged);
		const renewed = { ...claim, expiresAt: 900_000 };
		store.renewClaim(claimBootstrap(renewed, { port: 443 }), renewed);
		assert.deepEqual([open().claim?.expiresAt, open().settings?.port], [900_000, 443]);
		assert.equal(open().candidate?.ownershipToken, staged.ownershipToken);
		store.nameCandidate("thing-1");
		store.commit();
		assert.throws(() => open().renewClaim(claimBootstrap(renewed), renewed), { code: "internal" });
		assert.deepEqual([open().claim, open().current?.thingName], [undefined, "thing-1"]);
	});

	it("keeps a candidate that has its name until the one in its place is committed, and takes it back when nothing comes of that", () => {
		open().install(claimBootstrap(claim));
		const store = open();
		store.stage(staged);
		assert.equal(store.takeBackCandidate(), false);
		store.nameCandidate("thing-1");
		const other = { ...staged, certificateId: "cd".repeat(32), privateKey: Uint8Array.of(0x30, 1, 4) };
		store.stage(other);
		assert.deepEqual([open().credential, open().pendingToken], [undefined, staged.ownershipToken]);
		assert.equal(open().previous?.certificateId, staged.certificateId);
		const again = open();
		assert.equal(again.takeBackCandidate(), true);
		assert.deepEqual(
			[open().credential?.certificateId, open().credential?.thingName, open().pendingToken, open().previous],
			[staged.certificateId, "thing-1", undefined, undefined],
		);
		assert.deepEqual([...(open().credential?.privateKey ?? [])], [...staged.privateKey]);
		again.stage(other);
		again.nameCandidate("thing-1");
		assert.equal(again.takeBackCandidate(), false);
		again.commit();
		assert.deepEqual([open().current?.certificateId, open().previous], [other.certificateId, undefined]);
	});

	it("knows a claim that came when the candidate had its name already", () => {
		open().install(claimBootstrap(claim));
		const renewed = { ...claim, expiresAt: 900_000 };
		const store = open();
		store.stage(staged);
		store.renewClaim(claimBootstrap(renewed), renewed);
		store.nameCandidate("thing-1");
		assert.equal(open().claimIsNewer, false);
		store.renewClaim(claimBootstrap(renewed), renewed);
		assert.deepEqual([open().claimIsNewer, open().credential?.thingName], [true, "thing-1"]);
	});

	for (const [what, type, payload] of [
		["settings that are not UTF-8", 2, [0xff]],
		["settings that are not JSON", 2, [0x7b]],
		["a staged record that is not JSON", 9, [...Buffer.from('{"ownershipToken":"very-secret')]],
		["a staged record that is not an object", 9, [...Buffer.from("null")]],
	] as const) {
		it(`with ${what} is bootstrap-invalid, and the error quotes nothing`, () => {
			const damaged = new Map([
				[2, Buffer.from(JSON.stringify(fakeSettings()))],
				[7, staged.certificate],
				[8, staged.privateKey],
				[type, Uint8Array.from(payload)],
			]);
			new IdentityJournal(new NorFlash({ cells })).replace(damaged);
			assert.throws(
				() => [open().settings, open().candidate],
				(error: Error & { code?: string; cause?: unknown }) =>
					error.code === "bootstrap-invalid" && !error.message.includes("secret") && error.cause === undefined,
			);
		});
	}

	it("reports a flash that cannot be read as flash-failed", () => {
		const flash = new NorFlash({ cells });
		flash.close();
		assert.throws(() => new IdentityStore(flash, nodeTextCodec), { code: "flash-failed" });
	});
});
