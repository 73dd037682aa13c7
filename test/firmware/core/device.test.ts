import assert from "node:assert/strict";
import { DeviceError } from "../../../firmware/ports/errors.js";
import { deviceBench } from "../../support/device-bench.js";
import { fakeSettings, runUntil, settle } from "../../support/fake-device.js";

describe("a device", () => {
	it("with a claim provisions itself, reports, and erases the claim, in this order", async () => {
		const bench = deviceBench();
		const started = bench.boot();
		assert.ok(await bench.reach(started, "online"));
		const events = started.log.entries.map(({ event, fields }) => (event === "state" ? `→ ${fields.to}` : event));
		assert.deepEqual(events, [
			"→ claimed",
			"→ connecting",
			"network.connected",
			"clock.synchronized",
			"claim.found",
			"→ provisioning",
			"claim.connected",
			"key.received",
			"identity.staged",
			"thing.registered",
			"→ verifying",
			"identity.connected",
			"reading.acknowledged",
			"claim.erased",
			"provisioned",
			"→ online",
		]);
		const { thingName, certificateId, milliseconds } = started.log.last("provisioned")?.fields ?? {};
		assert.equal(thingName, "thing-42");
		assert.equal(certificateId, bench.cloud.certificates[0]?.certificateId);
		assert.equal(milliseconds, bench.cloud.time.ticks());
		await started.device.stop();
	});

	it("talks to AWS in the topics and payloads of its documents", async () => {
		const bench = deviceBench();
		const started = bench.boot();
		await bench.reach(started, "online");
		const [create, register, ...others] = bench.cloud.requests;
		assert.deepEqual(create, { topic: "$aws/certificates/create/json", body: {} });
		assert.equal(register?.topic, "$aws/provisioning-templates/thingsmith/provision/json");
		assert.deepEqual(register?.body.parameters, { SerialNumber: "42" });
		assert.match(register?.body.certificateOwnershipToken ?? "", /^token-/);
		assert.equal(others.length, 0);
		assert.equal(bench.cloud.readings[0]?.topic, "thing-42/temperature");
		await started.device.stop();
	});

	it("uses the thing's name exactly as it was given", async () => {
		const bench = deviceBench();
		bench.cloud.nameOf = (serial) => `Pump_${serial}:South-7`;
		const started = bench.boot();
		assert.ok(await bench.reach(started, "online"));
		assert.equal(bench.cloud.readings[0]?.thingName, "Pump_42:South-7");
		assert.equal(bench.stored().current?.thingName, "Pump_42:South-7");
		await started.device.stop();
	});

	it("goes online without provisioning after a restart, and says provisioned only once", async () => {
		const bench = deviceBench();
		const first = bench.boot();
		await bench.reach(first, "online");
		await first.device.stop();
		const second = bench.boot();
		assert.ok(await bench.reach(second, "online"));
		assert.deepEqual(second.log.states, ["connecting", "verifying", "online"]);
		assert.ok(!second.log.events.includes("provisioned") && !second.log.events.includes("claim.found"));
		assert.equal(bench.cloud.requests.length, 2);
		await second.device.stop();
	});

	it("with a permanent credential in its bootstrap starts at verifying, until AWS knows it", async () => {
		const certificate = Uint8Array.of(0x30, 0x01, 0x55);
		const bench = deviceBench({
			bootstrap: () => ({
				settings: fakeSettings({ templateName: "" }),
				rootCa: Uint8Array.of(0x30, 0x00),
				credential: {
					kind: "permanent",
					certificate,
					privateKey: Uint8Array.of(0x30, 0x01, 0x56),
					thingName: "pump-7",
					certificateId: "ab".repeat(32),
				},
			}),
		});
		const started = bench.boot();
		// Just-in-time provisioning: the first connection is refused by design.
		assert.ok(await bench.reach(started, "backing-off"));
		bench.cloud.adopt(certificate, "pump-7");
		assert.ok(await bench.reach(started, "online"));
		assert.deepEqual(started.log.states.slice(0, 3), ["connecting", "verifying", "backing-off"]);
		assert.equal(bench.cloud.requests.length, 0);
		assert.equal(bench.stored().current?.thingName, "pump-7");
		await started.device.stop();
	});

	it("without a bootstrap says so, stays unclaimed and runs nothing", async () => {
		const bench = deviceBench({ bootstrap: null });
		const { device, log } = bench.boot();
		await settle();
		assert.equal(device.state, "unclaimed");
		assert.equal(log.last("failed")?.fields.code, "claim-missing");
		assert.equal(bench.cloud.time.pending, 0);
		await device.stop();
	});

	it("with a sensor nobody knows becomes a thing all the same, says so once, and is online when the sensor is there", async () => {
		const bench = deviceBench();
		let known = false;
		const openThermometer = () => {
			if (known) return { sample: () => Promise.resolve({ temperature: 20 }), close: () => {} };
			throw new DeviceError("sensor-unknown", "No such sensor");
		};
		const started = bench.boot({ openThermometer });
		assert.ok(await bench.reach(started, "verifying"));
		await runUntil(bench.cloud, () => bench.cloud.time.ticks() > 60_000);
		assert.equal(started.device.state, "verifying");
		assert.equal(started.log.events.filter((event) => event === "sensor.failed").length, 1);
		assert.equal(started.log.last("sensor.failed")?.fields.code, "sensor-unknown");
		assert.ok(bench.stored().credential);
		known = true;
		assert.ok(await bench.reach(started, "online"));
		await started.device.stop();
	});

	it("retries while network or clock are missing, and goes on when they come", async () => {
		const bench = deviceBench();
		let network = 0;
		let clock = 0;
		const { time } = bench.cloud;
		const started = bench.boot({
			network: {
				connect: () => (network++ === 0 ? new Promise(() => {}) : Promise.resolve()),
				close: () => {},
			},
			clock: {
				now: () => time.now(),
				ticks: () => time.ticks(),
				synchronize: () => {
					clock += 1;
					if (clock === 1) return Promise.reject(new DeviceError("clock-unavailable", "No answer from SNTP"));
					return time.synchronize();
				},
			},
		});
		assert.ok(await bench.reach(started, "online"));
		const retries = started.log.entries.filter(({ event }) => event === "retry").map(({ fields }) => fields.code);
		assert.deepEqual(retries, ["timeout", "clock-unavailable"]);
		await started.device.stop();
	});

	it("may be started only once", async () => {
		const { device } = deviceBench().boot();
		assert.throws(() => device.start(), { code: "internal" });
		await device.stop();
	});
});
