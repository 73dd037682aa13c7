import assert from "node:assert/strict";
import { DeviceError } from "../../../../firmware/core/errors.js";
import { Lifetime } from "../../../../firmware/core/lifetime.js";
import { Sampler } from "../../../../firmware/core/telemetry/sampler.js";
import { defaultTimeouts } from "../../../../firmware/core/timeouts.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { settle } from "../../../support/fake-device.js";

function bench(sample: (count: number) => Promise<number>, queueLimit = 60) {
	const time = new VirtualTime();
	const log = new RecordingLog();
	const lifetime = new Lifetime(time);
	let count = 0;
	const sensor = { open: 0, absent: false };
	const openThermometer = () => {
		if (sensor.absent) throw new DeviceError("sensor-failed", "nothing on the bus");
		sensor.open += 1;
		return {
			sample: () => sample(++count),
			close: () => {
				sensor.open -= 1;
			},
		};
	};
	const common = { clock: time, log, lifetime, timeouts: defaultTimeouts };
	const sampler = new Sampler({ intervalMs: 10_000, queueLimit, openThermometer, ...common });
	return { time, log, lifetime, sampler, sensor, samples: () => count };
}

/** Time passes in small steps, so that promises can follow. */
async function pass(time: VirtualTime, milliseconds: number): Promise<void> {
	for (let at = 0; at < milliseconds; at += 500) {
		await settle();
		time.run(500);
	}
	await settle();
}

describe("the sampler", () => {
	it("takes a reading at once, then every interval, numbered from 1, rounded to two decimals", async () => {
		const { time, sampler, lifetime } = bench((count) => Promise.resolve(20 + count / 3));
		const ended = assert.rejects(sampler.run(), { code: "closed" });
		await pass(time, 25_000);
		const taken = [];
		for (let sequence = 1; sequence <= 3; sequence++) {
			const reading = await sampler.next();
			sampler.acknowledge(reading);
			taken.push(reading);
		}
		assert.deepEqual(taken, [
			{ temperature: 20.33, sequence: 1, ticks: 0 },
			{ temperature: 20.67, sequence: 2, ticks: 10_000 },
			{ temperature: 21, sequence: 3, ticks: 20_000 },
		]);
		lifetime.close();
		await ended;
		assert.equal(time.pending, 0);
	});

	it("wakes who waits for a reading", async () => {
		const { time, sampler, lifetime } = bench(() => Promise.resolve(20));
		const ended = sampler.run().catch(() => {});
		const first = await sampler.next();
		sampler.acknowledge(first);
		let second = 0;
		const waiting = sampler.next().then(({ sequence }) => {
			second = sequence;
		});
		await pass(time, 9500);
		assert.equal(second, 0);
		await pass(time, 1000);
		await waiting;
		assert.equal(second, 2);
		lifetime.close();
		await ended;
	});

	it("drops the oldest reading when nobody takes them, and says how many so far", async () => {
		const { time, sampler, lifetime, log } = bench(() => Promise.resolve(20), 3);
		const ended = sampler.run().catch(() => {});
		await pass(time, 51_000);
		assert.equal((await sampler.next()).sequence, 4);
		const dropped = log.entries.filter(({ event }) => event === "reading.dropped").map(({ fields }) => fields.dropped);
		assert.deepEqual(dropped, [1, 2, 3]);
		lifetime.close();
		await ended;
	});

	for (const [what, fail] of Object.entries<() => Promise<number>>({
		"rejects now and then": () => Promise.reject(new Error("no answer on the bus")),
		"throws at once": () => {
			throw new Error("no answer on the bus");
		},
		"answers NaN": () => Promise.resolve(Number.NaN),
		"answers infinity": () => Promise.resolve(Number.POSITIVE_INFINITY),
		"never answers": () => new Promise(() => {}),
	})) {
		it(`goes on after a sensor that ${what}, without a gap in the sequence`, async () => {
			const { time, sampler, lifetime, log, sensor } = bench((count) =>
				count % 2 === 0 ? fail() : Promise.resolve(20),
			);
			const ended = sampler.run().catch(() => {});
			await pass(time, 41_000);
			const sequences = [];
			for (let count = 0; count < 3; count++) {
				const reading = await sampler.next();
				sampler.acknowledge(reading);
				sequences.push(reading.sequence);
			}
			assert.deepEqual(sequences, [1, 2, 3]);
			const retries = log.entries.filter(({ event }) => event === "retry");
			assert.equal(retries.length, 2);
			const code = what === "never answers" ? "timeout" : "sensor-failed";
			for (const { level, fields } of retries) assert.deepEqual([level, fields.code], ["warning", code]);
			lifetime.close();
			await ended;
			assert.equal(time.pending, 0);
			assert.equal(sensor.open, 0);
		});
	}

	it("waits for a sensor that is not there at first, and goes on when it is", async () => {
		const { time, sampler, lifetime, log, sensor } = bench(() => Promise.resolve(20));
		sensor.absent = true;
		const ended = sampler.run().catch(() => {});
		await pass(time, 11_000);
		sensor.absent = false;
		await pass(time, 10_000);
		assert.deepEqual(await sampler.next(), { temperature: 20, sequence: 1, ticks: 20_000 });
		assert.deepEqual(log.events, ["retry", "retry"]);
		assert.equal(sensor.open, 1);
		lifetime.close();
		await ended;
		assert.equal(sensor.open, 0);
	});

	it("goes on from now after a stall, instead of catching up in a burst", async () => {
		const { time, sampler, lifetime, samples } = bench(() => Promise.resolve(20));
		const ended = sampler.run().catch(() => {});
		await settle();
		time.skip(95_000);
		await pass(time, 500);
		assert.equal(samples(), 2);
		await pass(time, 9000);
		assert.equal(samples(), 2);
		await pass(time, 1000);
		assert.equal(samples(), 3);
		lifetime.close();
		await ended;
	});
});
