import assert from "node:assert/strict";
import { Proof } from "../../../../firmware/core/activities/proof.js";
import { report } from "../../../../firmware/core/activities/report.js";
import { telemetryDefaults } from "../../../../firmware/core/settings/settings.js";
import { Sampler } from "../../../../firmware/core/telemetry/sampler.js";
import { connectionBench } from "../../../support/connection-bench.js";
import { claimBootstrap, settle } from "../../../support/fake-device.js";

const claim = { certificate: Uint8Array.of(0x30, 0), privateKey: Uint8Array.of(0x30, 0), expiresAt: undefined };

describe("reporting", () => {
	it("publishes one reading at a time, each until its PUBACK, and ends with the connection", async () => {
		const { time, client, log, context, end } = await connectionBench(
			claimBootstrap(claim, { telemetry: telemetryDefaults }),
		);
		const { readings, timeouts, ports } = context.device;
		readings.synchronized();
		const sampler = new Sampler({
			intervalMs: 1000,
			readings,
			openThermometer: () => ports.hardware.openThermometer({ name: "simulated" }),
			onProgress: () => {},
			clock: time,
			log,
			scope: context.session.scope,
			timeouts,
		});
		const sampling = sampler.run().catch(() => {});
		let proofs = 0;
		let progress = 0;
		const proof = new Proof(() => {
			proofs += 1;
		});
		const onProgress = () => {
			progress += 1;
		};
		const reporting = report({ ...context, thingName: "pump-7", sampler, proof, onProgress });
		const ended = assert.rejects(reporting, { code: "connection-lost" });
		for (let second = 0; second < 3; second++) {
			await settle();
			time.run(1000);
		}
		await settle();
		assert.deepEqual(client.published, [
			{
				topic: "pump-7/temperature",
				text: '{"temperature":20.5,"unit":"celsius","sequence":1,"timestamp":"2026-11-22T00:00:00.000Z"}',
			},
		]);
		assert.deepEqual([proofs, progress], [0, 0]);
		client.puback.resolve();
		await settle();
		assert.deepEqual([proofs, progress], [1, client.published.length]);
		assert.deepEqual(log.entries[0], {
			level: "info",
			event: "reading.acknowledged",
			fields: { thingName: "pump-7", sequence: 1, temperature: 20.5, timestamp: "2026-11-22T00:00:00.000Z" },
		});
		client.end();
		await ended;
		end();
		await sampling;
	});
});
