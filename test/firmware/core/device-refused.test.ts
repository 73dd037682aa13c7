import assert from "node:assert/strict";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { nodeTextCodec } from "../../../host-tools/virtual-device/node-text-codec.js";
import { type NorCells, NorFlash } from "../../fakes/nor-flash.js";
import { type BenchOptions, type DeviceBench, deviceBench } from "../../support/device-bench.js";
import { points } from "../../support/exhaustive.js";
import { claimBootstrap, type FakeDevice, fakeDevice, runUntil } from "../../support/fake-device.js";

const registerTopic = "$aws/provisioning-templates/thingsmith/provision/json";
const rejection = { statusCode: 403, errorCode: "AccessDenied", errorMessage: "Known already" };
const count = ({ log }: FakeDevice, event: string) => log.events.filter((one) => one === event).length;
const firstOf = ({ cloud }: DeviceBench) => cloud.certificates[0]?.certificateId;

/** AWS has forgotten the first certificate that was registered, or somebody has detached it, which looks the same to the device. */
function refuseTheFirst({ cloud }: DeviceBench): void {
	const [first] = cloud.certificates;
	assert.ok(first);
	cloud.adoptId(first.certificateId, "nobody");
}

/** A device whose first certificate has its thing's name, and is refused from then on. */
async function refusedDevice(options: BenchOptions = {}) {
	const bench = deviceBench(options);
	bench.cloud.faults.refuse = (clientId) => clientId === "thing-42";
	const started = bench.boot();
	assert.ok(await bench.reach(started, "verifying"));
	refuseTheFirst(bench);
	bench.cloud.faults.refuse = undefined;
	return { bench, started };
}

/** Virtual time passes until the log has `event`. */
const until = ({ cloud }: DeviceBench, { log }: FakeDevice, event: string) =>
	runUntil(cloud, () => log.events.includes(event), 600_000);

describe("a device whose new identity AWS refuses", () => {
	it("asks for another one with its claim, but not before an attachment has had two minutes to get around", async () => {
		const { bench, started } = await refusedDevice();
		const since = bench.cloud.time.ticks();
		assert.ok(await until(bench, started, "identity.refused"));
		const waited = bench.cloud.time.ticks() - since;
		assert.ok(waited > 120_000 && waited < 150_000, `${waited} ms`);
		assert.equal(started.log.last("identity.refused")?.fields.certificateId, firstOf(bench));
		assert.ok(await bench.reach(started, "online"));
		const { current, previous, candidate } = bench.stored();
		assert.equal(current?.certificateId, bench.cloud.certificates[1]?.certificateId);
		assert.deepEqual([previous, candidate], [undefined, undefined]);
		await started.device.stop();
		assert.equal(bench.cloud.time.pending, 0);
	});

	it("keeps trying it where there is no claim to go on with, for as long as it takes", async () => {
		const { bench, started } = await refusedDevice();
		await started.device.stop();
		bench.cloud.time.skip(301_000);
		const second = bench.boot();
		await runUntil(bench.cloud, () => false, 3_600_000);
		assert.equal(second.device.state === "failed", false);
		assert.equal(bench.cloud.certificates.length, 1);
		bench.cloud.adoptId(firstOf(bench) ?? "", "thing-42");
		assert.ok(await bench.reach(second, "online"));
		await second.device.stop();
	});

	it("takes another one by a new claim within half a minute", async () => {
		const { bench, started } = await refusedDevice();
		await started.device.stop();
		bench.cloud.time.skip(301_000);
		const claim = bench.cloud.issueClaim();
		bench.stored().renewClaim(claimBootstrap(claim), claim);
		const since = bench.cloud.time.ticks();
		const second = bench.boot();
		assert.ok(await bench.reach(second, "online"));
		assert.ok(bench.cloud.time.ticks() - since < 40_000, `${bench.cloud.time.ticks() - since} ms`);
		assert.equal(bench.stored().current?.certificateId, bench.cloud.certificates[1]?.certificateId);
		await second.device.stop();
	});

	it("whose new claim comes to a good identity keeps that identity: it was only cut off", async () => {
		const bench = deviceBench();
		bench.cloud.faults.refuse = (clientId) => clientId === "thing-42";
		const first = bench.boot();
		assert.ok(await bench.reach(first, "verifying"));
		await first.device.stop();
		let refusals = 0;
		bench.cloud.faults.refuse = (clientId) => clientId === "thing-42" && refusals++ < 3;
		const claim = bench.cloud.issueClaim();
		bench.stored().renewClaim(claimBootstrap(claim), claim);
		const second = bench.boot();
		assert.ok(await bench.reach(second, "online"));
		assert.equal(bench.cloud.certificates.length, 1);
		assert.equal(bench.stored().current?.certificateId, firstOf(bench));
		await second.device.stop();
	});

	it("does not give it up for a network that fails, however long", async () => {
		const bench = deviceBench({
			bootstrap: (cloud) => claimBootstrap({ ...cloud.issueClaim(), expiresAt: undefined }),
		});
		bench.cloud.faults.refuse = (clientId) => clientId === "thing-42";
		const first = bench.boot();
		assert.ok(await bench.reach(first, "verifying"));
		await first.device.stop();
		bench.cloud.faults.refuse = undefined;
		const network = { connect: () => Promise.reject(new Error("no network")), close: () => {} };
		const second = bench.boot({ network });
		await runUntil(bench.cloud, () => false, 3_600_000);
		assert.ok(count(second, "retry") > 100);
		assert.equal(count(second, "identity.refused"), 0);
		assert.equal(bench.stored().candidate?.certificateId, firstOf(bench));
		await second.device.stop();
	});

	it("makes one other identity and no third, where that is refused too: it is not the identity then", async () => {
		const bench = deviceBench({
			bootstrap: (cloud) => claimBootstrap({ ...cloud.issueClaim(), expiresAt: undefined }),
		});
		bench.cloud.faults.refuse = (clientId) => clientId === "thing-42";
		// The claim does not run out.
		const { authenticate } = bench.cloud;
		bench.cloud.authenticate = (certificate, clientId) =>
			clientId === "claim-client" ? { claim: true } : authenticate.call(bench.cloud, certificate, clientId);
		const started = bench.boot();
		await runUntil(bench.cloud, () => false, 3_600_000);
		assert.equal(count(started, "identity.refused"), 1);
		assert.equal(bench.cloud.certificates.length, 2);
		bench.cloud.faults.refuse = undefined;
		assert.ok(await bench.reach(started, "online"));
		await started.device.stop();
	});

	it("goes back to it when nothing comes of another one, and is online once AWS accepts it", async () => {
		const { bench, started } = await refusedDevice();
		bench.cloud.faults.answer = (topic) => (topic === registerTopic ? rejection : undefined);
		assert.ok(await until(bench, started, "identity.refused"));
		assert.ok(await runUntil(bench.cloud, () => started.log.last("retry")?.fields.code === "provisioning-rejected"));
		await runUntil(bench.cloud, () => false, 600_000);
		assert.equal(bench.stored().candidate?.certificateId, firstOf(bench));
		bench.cloud.adoptId(firstOf(bench) ?? "", "thing-42");
		assert.ok(await bench.reach(started, "online"));
		assert.equal(bench.stored().current?.certificateId, firstOf(bench));
		assert.equal(bench.stored().previous, undefined);
		await started.device.stop();
	});

	it("goes back to it when the claim runs out in between", async () => {
		const { bench, started } = await refusedDevice();
		bench.cloud.faults.answer = (topic) => (topic === registerTopic ? "lost" : undefined);
		assert.ok(await until(bench, started, "identity.refused"));
		assert.ok(await runUntil(bench.cloud, () => started.log.last("retry")?.fields.code === "claim-expired"));
		bench.cloud.adoptId(firstOf(bench) ?? "", "thing-42");
		assert.ok(await bench.reach(started, "online"));
		await started.device.stop();
	});

	it("has one of the two after a power cut at any step, and comes online as that thing", async function () {
		this.timeout(300_000);
		const { bench: prepared, started } = await refusedDevice({
			bootstrap: (cloud) => claimBootstrap({ ...cloud.issueClaim(), expiresAt: undefined }),
		});
		await started.device.stop();
		const run = async (cutAtStep?: number) => {
			const { cloud } = prepared;
			const cells = prepared.cells.clone();
			const flash = new NorFlash({ cells, ...(cutAtStep === undefined ? {} : { cutAtStep }) });
			const first = fakeDevice(cloud, flash);
			first.device.start();
			await runUntil(cloud, () => flash.dead || first.device.state === "online");
			cloud.time.reset();
			return { cells, steps: flash.steps };
		};
		const { authenticate } = prepared.cloud;
		prepared.cloud.authenticate = (certificate, clientId) =>
			clientId === "claim-client" ? { claim: true } : authenticate.call(prepared.cloud, certificate, clientId);
		const refusedKey = (prepared.stored().candidate?.privateKey ?? new Uint8Array(0)).subarray(100, 132);
		assert.ok(prepared.cells.indexOf(refusedKey) > 0);
		const { steps } = await run();
		assert.ok(steps > 1000);
		for (const cutAtStep of points(steps, 100)) {
			const { cells } = await run(cutAtStep);
			const again = fakeDevice(prepared.cloud, new NorFlash({ cells }));
			again.device.start();
			const isOnline = await runUntil(prepared.cloud, () => again.device.state === "online");
			assert.ok(isOnline, `cut at step ${cutAtStep}: ${again.device.state}`);
			prepared.cloud.time.reset();
			const { current, candidate, claim } = stored(cells);
			assert.notEqual(current?.certificateId, firstOf(prepared), `cut at step ${cutAtStep}`);
			assert.deepEqual([candidate, claim], [undefined, undefined], `cut at step ${cutAtStep}`);
			assert.equal(cells.indexOf(refusedKey), -1, `cut at step ${cutAtStep}: the refused key can still be read`);
		}
	});
});

function stored(cells: NorCells): IdentityStore {
	return new IdentityStore(new NorFlash({ cells }), nodeTextCodec);
}
