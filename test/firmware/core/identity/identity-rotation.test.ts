import assert from "node:assert/strict";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { NorCells, NorFlash, PowerCut } from "../../../fakes/nor-flash.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { exhaustive } from "../../../support/exhaustive.js";
import { claimBootstrap, fakeSettings } from "../../../support/fake-device.js";

const size = 0x8000;
/** Of the steps that are cut; it shares no factor with records and erases, so that every kind of place is met. */
const stride = exhaustive ? 1 : 13;
const key = (name: string) => Buffer.concat([Buffer.of(0x30, 0x82, 0x04, 0x00), Buffer.alloc(1200, `key ${name} `)]);
const claim = { certificate: key("claim certificate"), privateKey: key("claim"), expiresAt: undefined };
const candidate = (name: string) => ({
	certificateId: Buffer.alloc(32, name).toString("hex"),
	certificate: key(`${name} certificate`),
	privateKey: key(name),
	ownershipToken: `token-${name}-${"t".repeat(450)}`,
});
const request = "-----BEGIN CERTIFICATE REQUEST-----\n";

const open = (cells: NorCells, options: { readonly cutAtStep?: number; readonly encrypted?: boolean } = {}) =>
	new IdentityStore(new NorFlash({ cells, ...options }), nodeTextCodec);

/** A device that was provisioned as `old`, with nothing left to erase. */
function provisioned(): NorCells {
	const cells = new NorCells(new Uint8Array(size).fill(0xff));
	const store = open(cells);
	store.install(claimBootstrap(claim));
	replace(store, "old");
	store.finishErasure(new RecordingLog());
	return cells;
}

function stage(store: IdentityStore, name: string): void {
	store.keepKey({ privateKey: key(name), certificateSigningRequest: request });
	store.stage(candidate(name));
	store.nameCandidate(`thing-${name}`);
}

function replace(store: IdentityStore, name: string): void {
	stage(store, name);
	store.commit();
}

const nameOf = (identity: { readonly thingName?: string | undefined } | undefined) => identity?.thingName;

describe("an identity store with a candidate beside its identity", () => {
	it("connects as the current identity until the candidate is committed, and keeps the one it replaced", () => {
		const cells = provisioned();
		stage(open(cells), "new");
		const staged = open(cells);
		assert.deepEqual([staged.credential, staged.current, staged.candidate, staged.previous].map(nameOf), [
			"thing-old",
			"thing-old",
			"thing-new",
			undefined,
		]);
		assert.equal(open(cells).commit().thingName, "thing-new");
		const committed = open(cells);
		assert.deepEqual([committed.credential, committed.current, committed.candidate, committed.previous].map(nameOf), [
			"thing-new",
			"thing-new",
			undefined,
			"thing-old",
		]);
		assert.deepEqual([...(committed.current?.privateKey ?? [])], [...key("new")]);
		assert.deepEqual([...(committed.previous?.privateKey ?? [])], [...key("old")]);
		assert.equal(committed.pendingKey, undefined);
		assert.deepEqual(committed.settings, claimBootstrap(claim).settings);
	});

	it("keeps one previous identity: that of two replacements ago is gone from the flash", () => {
		const cells = provisioned();
		for (const name of ["new", "newer"]) {
			const store = open(cells);
			replace(store, name);
			assert.equal(store.finishErasure(new RecordingLog()), true);
		}
		assert.equal(nameOf(open(cells).previous), "thing-new");
		assert.equal(cells.indexOf(key("old")), -1);
	});

	it("goes back to the previous identity, and leaves no trace of the one it gives up", () => {
		const cells = provisioned();
		replace(open(cells), "new");
		const store = open(cells);
		assert.equal(store.rollBack().thingName, "thing-old");
		assert.equal(store.finishErasure(new RecordingLog()), true);
		assert.deepEqual([open(cells).current, open(cells).previous].map(nameOf), ["thing-old", undefined]);
		assert.equal(cells.indexOf(key("new")), -1);
	});

	it("forgets the previous identity without a trace", () => {
		const cells = provisioned();
		replace(open(cells), "new");
		const store = open(cells);
		store.forgetPrevious();
		assert.ok(cells.indexOf(key("old")) >= 0, "until then it can be read");
		assert.equal(store.finishErasure(new RecordingLog()), true);
		assert.deepEqual([open(cells).current, open(cells).previous].map(nameOf), ["thing-new", undefined]);
		assert.equal(cells.indexOf(key("old")), -1);
	});

	it("gives up a candidate without a trace of its key and its token", () => {
		const cells = provisioned();
		stage(open(cells), "new");
		const store = open(cells);
		store.dropCandidate();
		assert.equal(store.finishErasure(new RecordingLog()), true);
		const left = open(cells);
		assert.deepEqual([nameOf(left.current), left.candidate, left.pendingKey], ["thing-old", undefined, undefined]);
		assert.deepEqual([cells.indexOf(key("new")), cells.indexOf(Buffer.from("token-new"))], [-1, -1]);
	});

	it("leaves no trace of a candidate in whose place another is staged, wherever the run wrote before", () => {
		for (const reopened of [false, true]) {
			const cells = provisioned();
			let store = open(cells);
			stage(store, "new");
			if (reopened) store = open(cells);
			store.stage(candidate("newer"));
			assert.equal(store.finishErasure(new RecordingLog()), true);
			assert.equal(open(cells).candidate?.certificateId, candidate("newer").certificateId);
			// The key the device made stays in its record until the commit.
			assert.equal(cells.indexOf(Buffer.from("token-new-")), -1);
			assert.equal(cells.indexOf(key("new certificate")), -1);
			assert.equal(nameOf(open(cells).current), "thing-old");
		}
	});

	it("refuses to give up all it has, and to go back where nothing was", () => {
		const cells = new NorCells(new Uint8Array(size).fill(0xff));
		const store = open(cells);
		store.install(claimBootstrap(claim));
		stage(store, "first");
		assert.throws(() => store.dropCandidate(), { code: "internal" });
		assert.throws(() => store.rollBack(), { code: "internal" });
		assert.equal(nameOf(open(cells).candidate), "thing-first");
	});

	it("holds current, candidate, previous and a key for the next, all as large as they get", () => {
		const cells = provisioned();
		replace(open(cells), "new");
		stage(open(cells), "newer");
		const full = open(cells);
		assert.deepEqual([full.current, full.candidate, full.previous].map(nameOf), [
			"thing-new",
			"thing-newer",
			"thing-old",
		]);
		assert.equal(full.pendingKey?.certificateSigningRequest, request);
	});

	for (const [what, before, step, outcomes] of [
		["a candidate is staged", () => {}, (store: IdentityStore) => stage(store, "new"), ["thing-old"]],
		[
			"the candidate is committed",
			(store: IdentityStore) => stage(store, "new"),
			(store: IdentityStore) => store.commit(),
			["thing-old", "thing-new"],
		],
		[
			"the candidate is given up",
			(store: IdentityStore) => stage(store, "new"),
			(store: IdentityStore) => store.dropCandidate(),
			["thing-old"],
		],
		[
			"the device goes back",
			(store: IdentityStore) => replace(store, "new"),
			(store: IdentityStore) => store.rollBack(),
			["thing-new", "thing-old"],
		],
		[
			"the settings are changed",
			(store: IdentityStore) => replace(store, "new"),
			(store: IdentityStore) => store.configure(fakeSettings({ port: 443 })),
			["thing-new"],
		],
		[
			"the previous identity is forgotten",
			(store: IdentityStore) => replace(store, "new"),
			(store: IdentityStore) => store.forgetPrevious(),
			["thing-new"],
		],
	] as const) {
		for (const encrypted of [false, true]) {
			it(`works on after a power cut while ${what}${encrypted ? ", under flash encryption" : ""}`, () => {
				const ready = provisioned();
				before(open(ready, { encrypted }));
				const seen = new Set<string | undefined>();
				let cuts = 0;
				for (let cutAtStep = 1; ; cutAtStep += stride) {
					const cells = ready.clone();
					const wasCut = isCut(() => {
						const store = open(cells, { cutAtStep, encrypted });
						step(store);
						if (!store.finishErasure(new RecordingLog())) throw new PowerCut("during the erasure");
					});
					const after = open(cells, { encrypted });
					const name = nameOf(after.credential);
					seen.add(name);
					assert.ok(outcomes.includes(name as never), `cut at step ${cutAtStep}: the device is ${name}`);
					const owner = name?.replace("thing-", "") ?? "";
					assert.deepEqual(Buffer.from(after.current?.privateKey ?? []), key(owner), `cut at step ${cutAtStep}`);
					assert.equal(after.finishErasure(new RecordingLog()), true, `cut at step ${cutAtStep}`);
					assert.equal(nameOf(open(cells, { encrypted }).credential), name, `cut at step ${cutAtStep}, erased`);
					if (!wasCut) break;
					cuts += 1;
				}
				assert.ok(cuts > 64 / stride, "steps were cut");
				assert.deepEqual([...seen], outcomes);
			});
		}
	}
});

function isCut(work: () => void): boolean {
	try {
		work();
		return false;
	} catch (thrown) {
		assert.ok(
			thrown instanceof Error && (thrown instanceof PowerCut || thrown.cause instanceof PowerCut),
			String(thrown),
		);
		return true;
	}
}
