import assert from "node:assert/strict";
import fc from "fast-check";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { createIdentityImage } from "../../../host-tools/board/identity/identity-image.js";
import { nodeTextCodec } from "../../../host-tools/virtual-device/node-text-codec.js";
import { FakeCloud, type FakeCloudOptions } from "../../fakes/fake-cloud.js";
import { NorCells, NorFlash } from "../../fakes/nor-flash.js";
import type { RecordingLog } from "../../fakes/recording-log.js";
import { VirtualTime } from "../../fakes/virtual-time.js";
import { points } from "../../support/exhaustive.js";
import { claimBootstrap, fakeDevice, runUntil } from "../../support/fake-device.js";

interface Bench {
	readonly cloud: FakeCloud;
	readonly cells: NorCells;
	readonly claimKey: Uint8Array;
}

/** Every bench starts at the same time with the same first claim, so one image serves all. */
let newDevice: NorCells | undefined;

function bench(options: FakeCloudOptions = {}): Bench {
	const cloud = new FakeCloud(new VirtualTime(), options);
	const claim = cloud.issueClaim();
	newDevice ??= new NorCells(createIdentityImage(claimBootstrap(claim)));
	return { cloud, cells: newDevice.clone(), claimKey: claim.privateKey };
}

interface BootOptions {
	readonly cutAtStep?: number | undefined;
	readonly encrypted?: boolean | undefined;
	/** The power goes after this many timers have fired. */
	readonly cutAtEvent?: number | undefined;
}

/** One power-on: until the device is online, has failed, or lost its power. */
async function boot({ cloud, cells }: Bench, { cutAtStep, encrypted = false, cutAtEvent }: BootOptions = {}) {
	const flash = new NorFlash({ cells, encrypted, ...(cutAtStep === undefined ? {} : { cutAtStep }) });
	const { device, log } = fakeDevice(cloud, flash);
	let events = 0;
	device.start();
	await runUntil(cloud, () => {
		events += 1;
		return flash.dead || device.state === "online" || device.state === "failed" || events === cutAtEvent;
	});
	const { state } = device;
	// Without power nothing goes on; a device that was online ends the same way.
	cloud.time.reset();
	return { state, steps: flash.steps, events, log, dead: flash.dead };
}

function stored({ cells }: Bench): IdentityStore {
	return new IdentityStore(new NorFlash({ cells }), nodeTextCodec);
}

/** What must hold of a device that came online after whatever happened to it. */
function assertOneIdentity(test: Bench, context: string): void {
	const store = stored(test);
	const { current: identity } = store;
	assert.ok(identity, `${context}: online without an identity in flash`);
	assert.equal(store.claim, undefined, `${context}: the claim is still there`);
	assert.equal(store.candidate, undefined, `${context}: a second identity is staged`);
	const registered = test.cloud.certificates.find(({ certificateId }) => certificateId === identity.certificateId);
	assert.equal(registered?.status, "ACTIVE", context);
	assert.equal(registered?.thingName, identity.thingName, context);
	assert.equal(
		test.cells.indexOf(test.claimKey.subarray(100, 132)),
		-1,
		`${context}: the claim's key can still be read`,
	);
}

function assertClaimExpired(log: RecordingLog, context: string): void {
	assert.equal(log.last("failed")?.fields.code, "claim-expired", context);
}

describe("a power cut during provisioning", function () {
	this.timeout(300_000);

	it("at any byte written and within any erase leaves a device that comes online by itself, as one thing", async () => {
		const { steps } = await boot(bench());
		for (const cutAtStep of points(steps, 1_000)) {
			const test = bench();
			const context = `cut at step ${cutAtStep}`;
			assert.ok((await boot(test, { cutAtStep })).dead, context);
			assert.equal((await boot(test)).state, "online", context);
			assertOneIdentity(test, context);
			const active = test.cloud.certificates.filter(({ status }) => status === "ACTIVE");
			assert.equal(active.length, 1, `${context}: ${active.length} active certificates`);
		}
	});

	it("followed by more than the claim's five minutes leaves a device that is online or reports the expired claim, at any position", async () => {
		const { steps } = await boot(bench());
		let expired = 0;
		for (const cutAtStep of points(steps, 1_000)) {
			const test = bench();
			const context = `cut at step ${cutAtStep}, claim expired`;
			await boot(test, { cutAtStep });
			const named = stored(test).candidate?.thingName ?? stored(test).current?.thingName;
			test.cloud.time.skip(301_000);
			const { state, log } = await boot(test);
			if (named === undefined) assertClaimExpired(log, context);
			else assertOneIdentity(test, context);
			if (state === "failed") expired += 1;
		}
		assert.ok(expired > 0 && expired < steps, "both outcomes occur");
	});

	it("between any two events leaves a device that comes online by itself", async () => {
		const { events } = await boot(bench());
		for (let cutAtEvent = 1; cutAtEvent < events; cutAtEvent++) {
			const test = bench();
			await boot(test, { cutAtEvent });
			assert.equal((await boot(test)).state, "online", `cut at event ${cutAtEvent}`);
			assertOneIdentity(test, `cut at event ${cutAtEvent}`);
		}
	});

	it("again and again, on plain and on encrypted flash, with tokens refused when used twice, never costs the identity", async () => {
		const cuts = fc.array(fc.integer({ min: 1, max: 14_000 }), { minLength: 2, maxLength: 5 });
		await fc.assert(
			fc.asyncProperty(cuts, fc.boolean(), async (positions, encrypted) => {
				const test = bench({ tokenReplay: "refused" });
				for (const cutAtStep of positions) {
					const identity = stored(test).current?.certificateId;
					await boot(test, { cutAtStep, encrypted });
					if (identity) assert.equal(stored(test).current?.certificateId, identity);
				}
				assert.equal((await boot(test, { encrypted })).state, "online");
				assertOneIdentity(test, `cuts at ${positions.join(", ")}`);
			}),
			{ numRuns: 300 },
		);
	});
});
