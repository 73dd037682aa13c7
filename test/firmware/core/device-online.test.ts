import assert from "node:assert/strict";
import { type DeviceBench, deviceBench } from "../../support/device-bench.js";
import { type FakeDevice, runUntil } from "../../support/fake-device.js";

interface Payload {
	readonly sequence: number;
	readonly temperature: number;
	readonly timestamp: string;
}

const payloads = ({ cloud }: DeviceBench) => cloud.readings.map(({ payload }) => JSON.parse(payload) as Payload);
const sequences = (bench: DeviceBench) => payloads(bench).map(({ sequence }) => sequence);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function online(bench: DeviceBench): Promise<FakeDevice> {
	const started = bench.boot();
	assert.ok(await bench.reach(started, "online"));
	return started;
}

describe("a device that is online", () => {
	it("sends a reading every interval, numbered without a gap, each with the time it was taken", async () => {
		const bench = deviceBench();
		const start = bench.cloud.time.trueNow;
		const { device } = await online(bench);
		assert.ok(await bench.readings(50));
		assert.deepEqual(sequences(bench), upTo(50));
		for (const [index, { timestamp }] of payloads(bench).entries()) {
			assert.equal(timestamp, new Date(start + index * 10_000).toISOString());
		}
		await device.stop();
	});

	it("sets a clock that went wrong right again without a new connection, and goes on when no server answers", async () => {
		const bench = deviceBench();
		const { time } = bench.cloud;
		const started = await online(bench);
		const start = time.trueNow;
		const synchronize = time.synchronize.bind(time);
		let asked = 0;
		time.synchronize = async () => {
			asked += 1;
			if (asked === 1) throw new Error("no server answers");
			await synchronize();
		};
		time.lose();
		const hours = () => (Date.parse(payloads(bench).at(-1)?.timestamp ?? "") - start) / 3_600_000;
		assert.ok(await bench.readings(6 * 360 + 30));
		assert.equal(asked, 1);
		assert.ok(hours() < 0, "fifty years slow");
		assert.ok(await bench.readings(12 * 360 + 30));
		assert.equal(asked, 2);
		assert.ok(hours() > 12 && hours() < 12.2);
		assert.ok(!started.log.events.includes("retry"));
		await started.device.stop();
	});

	it("comes back after its connection was dropped, with no reading lost or doubled", async () => {
		const bench = deviceBench();
		const started = await online(bench);
		await bench.readings(3);
		started.mqtt.dropAll();
		assert.ok(await bench.reach(started, "backing-off"));
		assert.equal(started.log.last("retry")?.fields.code, "connection-lost");
		assert.ok(await bench.reach(started, "online"));
		assert.ok(await bench.readings(10));
		assert.deepEqual(sequences(bench), upTo(10));
		assert.equal(bench.cloud.requests.length, 2, "no second provisioning");
		await started.device.stop();
	});

	it("sends what it measured while it was offline, when it is back", async () => {
		const bench = deviceBench();
		const started = await online(bench);
		const start = bench.cloud.time.trueNow;
		bench.cloud.faults.refuse = () => bench.cloud.time.trueNow < start + 300_000;
		started.mqtt.dropAll();
		assert.ok(await bench.readings(60));
		assert.deepEqual(sequences(bench), upTo(60));
		assert.ok(!started.log.events.includes("reading.dropped"));
		await started.device.stop();
	});

	it("keeps the newest readings while it is offline, as many as it may, and says how many it dropped", async () => {
		const bench = deviceBench({ settings: { telemetry: { queueLimit: 5 } } });
		const started = await online(bench);
		await bench.readings(1);
		const start = bench.cloud.time.trueNow;
		bench.cloud.faults.refuse = () => bench.cloud.time.trueNow < start + 300_000;
		started.mqtt.dropAll();
		assert.ok(await bench.readings(20));
		const after = sequences(bench).slice(1);
		const dropped = Number(started.log.last("reading.dropped")?.fields.dropped);
		assert.ok(dropped >= 20, `${dropped} dropped`);
		assert.deepEqual(
			after,
			upTo(after.length).map((sequence) => sequence + 1 + dropped),
		);
		await started.device.stop();
	});

	it("backs off further and further while it is refused, and from the start again after a minute online", async () => {
		const bench = deviceBench();
		const started = await online(bench);
		let refusals = 0;
		bench.cloud.faults.refuse = () => refusals++ < 9;
		started.mqtt.dropAll();
		assert.ok(await bench.reach(started, "backing-off"));
		assert.ok(await bench.reach(started, "online"));
		await runUntil(bench.cloud, () => false, 60_000);
		started.mqtt.dropAll();
		assert.ok(await bench.reach(started, "backing-off"));
		const retries = started.log.entries.filter(({ event }) => event === "retry").map(({ fields }) => fields);
		assert.deepEqual(
			retries.map(({ attempt }) => attempt),
			[...upTo(10), 1],
		);
		const delays = retries.map(({ delayMs }) => Number(delayMs));
		for (const [index, delay] of delays.slice(0, 10).entries()) {
			const ceiling = Math.min(120_000, 2000 * 2 ** index);
			// The fake's random fraction is a little over one half.
			assert.ok(delay > ceiling / 2 && delay < ceiling * 0.8, `try ${index + 1}: ${delay} ms`);
		}
		assert.equal(delays[10], delays[0]);
		await started.device.stop();
	});

	it("backs off further and further where each connection ends soon after its first reading, as a forbidden topic has it", async () => {
		const bench = deviceBench();
		const started = await online(bench);
		const attempts: unknown[] = [];
		for (let loss = 0; loss < 8; loss++) {
			started.mqtt.dropAll();
			assert.ok(await bench.reach(started, "backing-off"));
			attempts.push(started.log.last("retry")?.fields.attempt);
			assert.ok(await bench.reach(started, "online"));
		}
		assert.deepEqual(attempts, upTo(8));
		await started.device.stop();
	});

	it("drops a connection on which a reading is not acknowledged, and sends it again", async () => {
		const bench = deviceBench();
		const started = await online(bench);
		await bench.readings(2);
		let swallowed = 0;
		bench.cloud.faults.swallow = () => swallowed++ === 0;
		assert.ok(await bench.readings(5));
		assert.deepEqual(sequences(bench), upTo(5));
		assert.equal(started.log.last("retry")?.fields.code, "timeout");
		assert.equal(started.mqtt.openConnections, 1);
		await started.device.stop();
	});

	it("goes on when its sensor fails now and then", async () => {
		const bench = deviceBench();
		let count = 0;
		const sample = () => (++count % 3 === 0 ? Promise.reject(new Error("bus")) : Promise.resolve({ temperature: 20 }));
		const started = bench.boot({ openThermometer: () => ({ sample, close: () => {} }) });
		assert.ok(await bench.readings(20));
		assert.deepEqual(sequences(bench), upTo(20));
		assert.equal(started.device.state, "online");
		assert.equal(started.log.last("sensor.failed")?.fields.code, "sensor-failed");
		assert.ok(started.log.events.includes("sensor.recovered"));
		await started.device.stop();
	});

	it("sends the number alone where the bootstrap asks for it, to the topic it asks for", async () => {
		const telemetry = { format: "raw", topic: "{thingName}/a/{thingName}", intervalMs: 100 };
		const bench = deviceBench({ settings: { telemetry } });
		const { device } = await online(bench);
		assert.equal(bench.cloud.readings[0]?.topic, "thing-42/a/thing-42");
		assert.match(bench.cloud.readings[0]?.payload ?? "", /^\d\d\.\d\d$/);
		await device.stop();
	});
});
