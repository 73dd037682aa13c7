import assert from "node:assert/strict";
import { deviceBench } from "../../support/device-bench.js";
import { settle } from "../../support/fake-device.js";

/** What a test device opened and has to close. */
function countedPorts() {
	const open = { thermometers: 0, networks: 0 };
	const openThermometer = () => {
		open.thermometers += 1;
		let closed = false;
		const close = () => {
			if (!closed) open.thermometers -= 1;
			closed = true;
		};
		return { sample: () => Promise.resolve({ temperature: 20 }), close };
	};
	const network = {
		connect: async () => {
			open.networks = 1;
		},
		close: () => {
			open.networks = 0;
		},
	};
	return { open, ports: { openThermometer, network } };
}

describe("a device that is stopped", () => {
	it("at any moment leaves no timer, no connection and nothing open, and nothing happens afterwards", async () => {
		const statesSeen = new Set<string>();
		for (let moment = 0; moment < 150; moment++) {
			const fresh = deviceBench();
			const { open, ports } = countedPorts();
			const started = fresh.boot(ports);
			// Half of them between a timer and the promises it settles.
			for (let step = 0; step < moment >> 1; step++) {
				await settle();
				fresh.cloud.time.step();
			}
			if (moment % 2) await settle();
			statesSeen.add(started.device.state);
			await started.device.stop();
			await started.device.stop();
			const context = `stopped at moment ${moment}, ${started.device.state}`;
			assert.equal(fresh.cloud.time.pending, 0, `${context}: timers`);
			assert.equal(started.mqtt.openConnections, 0, `${context}: connections`);
			assert.deepEqual(open, { thermometers: 0, networks: 0 }, context);
			const logged = started.log.entries.length;
			await settle();
			assert.equal(started.log.entries.length, logged, `${context}: it still says something`);
		}
		assert.deepEqual([...statesSeen].sort(), ["connecting", "online", "provisioning", "verifying"]);
	});

	it("while it backs off ends at once", async () => {
		const bench = deviceBench();
		bench.cloud.faults.refuse = () => true;
		const started = bench.boot();
		assert.ok(await bench.reach(started, "backing-off"));
		await started.device.stop();
		assert.equal(started.device.state, "backing-off");
		assert.equal(bench.cloud.time.pending, 0);
	});

	it("while network, clock or sensor never answer ends at once", async () => {
		const never = () => new Promise<never>(() => {});
		const time = deviceBench().cloud.time;
		for (const ports of [
			{ network: { connect: never, close: () => {} } },
			{ clock: { now: () => time.now(), ticks: () => time.ticks(), synchronize: never } },
			{ openThermometer: () => ({ sample: never, close: () => {} }) },
		]) {
			const bench = deviceBench();
			const started = bench.boot(ports);
			await settle();
			await started.device.stop();
			assert.equal(bench.cloud.time.pending, 0);
			assert.equal(started.mqtt.openConnections, 0);
		}
	});

	it("after it failed ends as well, twice", async () => {
		const bench = deviceBench({ settings: { keyOrigin: "device" } });
		const started = bench.boot();
		assert.ok(await bench.reach(started, "failed"));
		await started.device.stop();
		await started.device.stop();
		assert.equal(started.device.state, "failed");
	});

	it("and started again a hundred times goes on with the same identity, and leaves nothing behind", async () => {
		const bench = deviceBench();
		for (let round = 0; round < 100; round++) {
			const started = bench.boot();
			assert.ok(await bench.reach(started, "online"), `round ${round}`);
			await started.device.stop();
			assert.equal(bench.cloud.time.pending, 0);
		}
		assert.equal(bench.cloud.certificates.length, 1);
	});
});
