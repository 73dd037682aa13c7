import assert from "node:assert/strict";
import { readingsPartitionSize } from "../../../host-tools/board/partitions/readings-file.js";
import { FakeCloud } from "../../fakes/fake-cloud.js";
import { NorCells, NorFlash } from "../../fakes/nor-flash.js";
import { VirtualTime } from "../../fakes/virtual-time.js";
import { deviceBench } from "../../support/device-bench.js";
import { points } from "../../support/exhaustive.js";
import { fakeDevice, runUntil } from "../../support/fake-device.js";

interface Payload {
	readonly sequence: number;
	readonly temperature: number;
	readonly timestamp: string | undefined;
}

/** A device with an identity, its cloud, and a thermometer that counts. */
async function provisioned() {
	const { cloud, cells, boot, reach } = deviceBench();
	const started = boot();
	assert.ok(await reach(started, "online"));
	await started.device.stop();
	return { cells, certificates: cloud.certificates, epoch: cloud.time.trueNow };
}

class Line {
	readonly cloud: FakeCloud;
	readonly readings = new NorCells(new Uint8Array(readingsPartitionSize).fill(0xff));
	readonly #identity: NorCells;
	readonly #encrypted: boolean;
	/** When each was taken. */
	readonly #takenAt: number[] = [];

	constructor(cloud: FakeCloud, identity: NorCells, encrypted: boolean) {
		this.cloud = cloud;
		this.#identity = identity;
		this.#encrypted = encrypted;
	}

	/** One power-on: offline for five readings, then online until that many readings have arrived in total, or the power goes. */
	async run(arrivals: number, cutAtStep = Number.MAX_SAFE_INTEGER) {
		const { cloud } = this;
		const encrypted = this.#encrypted;
		const readings = new NorFlash({ cells: this.readings, encrypted, cutAtStep });
		const identity = new NorFlash({ cells: this.#identity });
		const back = cloud.time.ticks() + 50_000;
		cloud.faults.refuse = () => cloud.time.ticks() < back;
		const sample = () => Promise.resolve({ temperature: this.#takenAt.push(cloud.time.trueNow) / 100 });
		const { device, log } = fakeDevice(cloud, identity, {
			readings,
			openThermometer: () => ({ sample, close: () => {} }),
		});
		device.start();
		assert.ok(await runUntil(cloud, () => readings.dead || cloud.readings.length >= arrivals));
		// Without power nothing goes on.
		cloud.time.reset();
		return { steps: readings.steps, dead: readings.dead, log };
	}

	/** What arrived is in order, each reading under one number and at its time. Returns the numbers, each once. */
	check(context: string): readonly number[] {
		const known = new Map<number, string>();
		let last: Payload | undefined;
		for (const { payload } of this.cloud.readings) {
			const reading = JSON.parse(payload) as Payload;
			const before = known.get(reading.sequence);
			if (before !== undefined) {
				assert.equal(payload, before, context);
				continue;
			}
			known.set(reading.sequence, payload);
			assert.ok(!last || reading.sequence > last.sequence, `${context}: ${payload} behind ${last?.sequence}`);
			assert.ok(!last || reading.temperature > last.temperature, `${context}: ${payload} was taken before`);
			if (reading.timestamp !== undefined) {
				const late = Date.parse(reading.timestamp) - (this.#takenAt[Math.round(reading.temperature * 100) - 1] ?? 0);
				assert.ok(Math.abs(late) <= 10, `${context}: ${payload} is ${late} ms off`);
			}
			last = reading;
		}
		return [...known.keys()];
	}
}

describe("a power cut of a device that is offline, catching up or online", function () {
	this.timeout(300_000);

	for (const [where, encrypted] of [
		["on plain flash", false],
		["on encrypted flash", true],
	] as const) {
		it(`loses no stored reading, doubles none and keeps their order, at any step, ${where}`, async () => {
			const { cells, certificates, epoch } = await provisioned();
			const line = () => {
				const cloud = new FakeCloud(new VirtualTime(epoch));
				for (const { certificateId, thingName } of certificates) cloud.adoptId(certificateId, String(thingName));
				return new Line(cloud, cells.clone(), encrypted);
			};
			const { steps } = await line().run(24);
			for (const cutAtStep of points(steps, 300)) {
				const test = line();
				const context = `cut at step ${cutAtStep} of ${steps}`;
				assert.ok((await test.run(24, cutAtStep)).dead, context);
				await test.run(test.cloud.readings.length + 30);
				const sequences = test.check(context);
				assert.deepEqual(
					sequences,
					sequences.map((_, index) => index + 1),
					`${context}: there is a gap`,
				);
			}
		});
	}
});
