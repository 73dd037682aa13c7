import assert from "node:assert/strict";
import type { DeviceKey } from "../../../../firmware/ports/key-maker.js";
import { fakePair } from "../../../fakes/fake-pair.js";
import { type NorCells, NorFlash } from "../../../fakes/nor-flash.js";
import { deviceBench } from "../../../support/device-bench.js";
import { fakeDevice, runUntil } from "../../../support/fake-device.js";

const settings = { keyOrigin: "device" };

/** Makes keys that tell which one they are. */
function countingKeyMaker() {
	const made: DeviceKey[] = [];
	const makeKey = async () => {
		const certificateSigningRequest = `-----BEGIN CERTIFICATE REQUEST-----\n${made.length}`;
		const { privateKey } = fakePair(certificateSigningRequest);
		const key = { privateKey, certificateSigningRequest };
		made.push(key);
		return key;
	};
	return { made, keyMaker: { makeKey } };
}

describe("a device's own key", () => {
	it("is in flash before anybody is asked for a certificate, and is the identity's key in the end", async () => {
		const bench = deviceBench({ settings });
		const { made, keyMaker } = countingKeyMaker();
		const started = bench.boot({ keyMaker });
		assert.ok(await bench.reach(started, "online"));
		assert.equal(made.length, 1);
		const events = started.log.events;
		assert.ok(events.indexOf("key.made") < events.indexOf("claim.connected"));
		assert.deepEqual(bench.stored().current?.privateKey, made[0]?.privateKey);
		assert.equal(bench.stored().pendingKey, undefined);
		await started.device.stop();
	});

	it("is made once: after a power cut at every eleventh step, the one in flash is gone on with", async function () {
		this.timeout(120_000);
		const bootCut = async (cells: NorCells, cloud: ReturnType<typeof deviceBench>["cloud"], cutAtStep?: number) => {
			const flash = new NorFlash({ cells, ...(cutAtStep === undefined ? {} : { cutAtStep }) });
			const { made, keyMaker } = countingKeyMaker();
			const { device, log } = fakeDevice(cloud, flash, { keyMaker });
			device.start();
			await runUntil(cloud, () => flash.dead || device.state === "online" || device.state === "failed");
			cloud.time.reset();
			return { state: device.state, steps: flash.steps, made: made.length, log };
		};
		const whole = deviceBench({ settings });
		const { steps } = await bootCut(whole.cells, whole.cloud);
		assert.ok(steps > 500);
		let kept = 0;
		for (let cutAtStep = 1; cutAtStep <= steps; cutAtStep += 11) {
			const bench = deviceBench({ settings });
			const context = `cut at step ${cutAtStep}`;
			const first = await bootCut(bench.cells, bench.cloud, cutAtStep);
			const second = await bootCut(bench.cells, bench.cloud);
			assert.equal(second.state, "online", context);
			if (!first.log.events.includes("key.made")) continue;
			kept += 1;
			assert.equal(second.made, 0, context);
		}
		assert.ok(kept > 0);
	});

	it("is not made where AWS makes it", async () => {
		const bench = deviceBench({ settings: { keyOrigin: "aws" } });
		const { made, keyMaker } = countingKeyMaker();
		const started = bench.boot({ keyMaker });
		assert.ok(await bench.reach(started, "online"));
		assert.equal(made.length, 0);
		await started.device.stop();
	});

	it("is made ahead by a blank device that waits for a bootstrap, and not by one that nobody can reach", async () => {
		for (const console of [{ listen() {}, close() {} }, undefined]) {
			const bench = deviceBench({ bootstrap: null });
			const { made, keyMaker } = countingKeyMaker();
			const started = bench.boot({ keyMaker, console });
			await runUntil(bench.cloud, () => bench.stored().pendingKey !== undefined);
			assert.equal(made.length, console === undefined ? 0 : 1);
			assert.equal(started.device.state, "unclaimed");
			await started.device.stop();
			assert.equal(bench.cloud.time.pending, 0);
		}
	});
});
