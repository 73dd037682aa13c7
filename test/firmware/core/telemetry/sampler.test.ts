import assert from "node:assert/strict";
import { Scope } from "../../../../firmware/core/scope.js";
import { Readings } from "../../../../firmware/core/telemetry/readings.js";
import { Sampler } from "../../../../firmware/core/telemetry/sampler.js";
import { defaultTimeouts } from "../../../../firmware/core/timeouts.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { settle } from "../../../support/fake-device.js";

function bench(sample: (count: number) => Promise<number>, queueLimit = 60) {
	const time = new VirtualTime(0);
	const log = new RecordingLog();
	const scope = new Scope(time);
	let count = 0;
	const sensor = { open: 0, absent: false };
	const openThermometer = () => {
		if (sensor.absent) throw new DeviceError("sensor-failed", "nothing on the bus");
		sensor.open += 1;
		return {
			sample: async () => ({ temperature: await sample(++count) }),
			close: () => {
				sensor.open -= 1;
			},
		};
	};
	const common = { clock: time, log, scope, timeouts: defaultTimeouts, onProgress: () => {} };
	const readings = new Readings({ flash: undefined, clock: time, log });
	readings.queueLimit = queueLimit;
	readings.synchronized();
	const sampler = new Sampler({ intervalMs: 10_000, readings, openThermometer, ...common });
	return { time, log, scope, sampler, sensor, samples: () => count };
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
		const { time, sampler, scope } = bench((count) => Promise.resolve(20 + count / 3));
		const ended = assert.rejects(sampler.run(), { code: "closed" });
		await pass(time, 25_000);
		const taken = [];
		for (let sequence = 1; sequence <= 3; sequence++) {
			const reading = await sampler.next();
			sampler.acknowledge(reading);
			taken.push(reading);
		}
		assert.deepEqual(taken, [
			{ temperature: 20.33, sequence: 1, time: 0 },
			{ temperature: 20.67, sequence: 2, time: 10_000 },
			{ temperature: 21, sequence: 3, time: 20_000 },
		]);
		scope.close();
		await ended;
		assert.equal(time.pending, 0);
	});

	it("wakes who waits for a reading", async () => {
		const { time, sampler, scope } = bench(() => Promise.resolve(20));
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
		scope.close();
		await ended;
	});

	it("drops the oldest reading when nobody takes them, and says how many so far", async () => {
		const { time, sampler, scope, log } = bench(() => Promise.resolve(20), 3);
		const ended = sampler.run().catch(() => {});
		await pass(time, 51_000);
		assert.equal((await sampler.next()).sequence, 4);
		const dropped = log.entries.filter(({ event }) => event === "reading.dropped").map(({ fields }) => fields.dropped);
		assert.deepEqual(dropped, [1, 2, 3]);
		scope.close();
		await ended;
	});

	for (const [what, fail] of Object.entries<() => Promise<number>>({
		"rejects now and then": () => Promise.reject(new Error("no answer on the bus")),
		"throws at once": () => {
			throw new Error("no answer on the bus");
		},
		"answers NaN": () => Promise.resolve(Number.NaN),
		"answers infinity": () => Promise.resolve(Number.POSITIVE_INFINITY),
		"answers what is colder than any sensor can tell": () => Promise.resolve(-60.01),
		"answers what is hotter than any sensor can tell": () => Promise.resolve(150.01),
		"never answers": () => new Promise(() => {}),
	})) {
		it(`goes on after a sensor that ${what}, without a gap in the sequence`, async () => {
			const { time, sampler, scope, log, sensor } = bench((count) => (count % 2 === 0 ? fail() : Promise.resolve(20)));
			const ended = sampler.run().catch(() => {});
			await pass(time, 41_000);
			const sequences = [];
			for (let count = 0; count < 3; count++) {
				const reading = await sampler.next();
				sampler.acknowledge(reading);
				sequences.push(reading.sequence);
			}
			assert.deepEqual(sequences, [1, 2, 3]);
			const code = what === "never answers" ? "timeout" : "sensor-failed";
			assert.deepEqual(
				log.entries.map(({ level, event, fields }) => [level, event, fields.code]),
				[
					["warning", "sensor.failed", code],
					["info", "sensor.recovered", undefined],
					["warning", "sensor.failed", code],
					["info", "sensor.recovered", undefined],
				],
			);
			scope.close();
			await ended;
			assert.equal(time.pending, 0);
			assert.equal(sensor.open, 0);
		});
	}

	it("waits for a sensor that is not there at first, which it reports once, and goes on when it is", async () => {
		const { time, sampler, scope, log, sensor } = bench(() => Promise.resolve(20));
		sensor.absent = true;
		const ended = sampler.run().catch(() => {});
		await pass(time, 11_000);
		sensor.absent = false;
		await pass(time, 10_000);
		assert.deepEqual(await sampler.next(), { temperature: 20, sequence: 1, time: 20_000 });
		assert.deepEqual(log.events, ["sensor.failed", "sensor.recovered"]);
		assert.equal(sensor.open, 1);
		scope.close();
		await ended;
		assert.equal(sensor.open, 0);
	});

	it("goes on from now after a stall, instead of catching up in a burst", async () => {
		const { time, sampler, scope, samples } = bench(() => Promise.resolve(20));
		const ended = sampler.run().catch(() => {});
		await settle();
		time.skip(95_000);
		await pass(time, 500);
		assert.equal(samples(), 2);
		await pass(time, 9000);
		assert.equal(samples(), 2);
		await pass(time, 1000);
		assert.equal(samples(), 3);
		scope.close();
		await ended;
	});
});
