import assert from "node:assert/strict";
import { Session } from "../../../../firmware/core/connection/session.js";
import { Scope } from "../../../../firmware/core/scope.js";
import { telemetryDefaults } from "../../../../firmware/core/settings/settings.js";
import { Readings } from "../../../../firmware/core/telemetry/readings.js";
import { report } from "../../../../firmware/core/telemetry/report.js";
import { Sampler } from "../../../../firmware/core/telemetry/sampler.js";
import { defaultTimeouts } from "../../../../firmware/core/timeouts.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { ScriptedMqttClient } from "../../../fakes/scripted-mqtt-client.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { settle } from "../../../support/fake-device.js";

describe("reporting", () => {
	it("publishes one reading at a time, each until its PUBACK, and ends with the connection", async () => {
		const time = new VirtualTime();
		await time.synchronize();
		const log = new RecordingLog();
		const scope = new Scope(time);
		const client = new ScriptedMqttClient();
		const thermometer = { sample: () => Promise.resolve(20.5), close: () => {} };
		const common = { clock: time, log, scope, timeouts: defaultTimeouts, onProgress: () => {} };
		const readings = new Readings({ flash: undefined, clock: time, log });
		readings.synchronized();
		const sampler = new Sampler({ intervalMs: 1000, readings, openThermometer: () => thermometer, ...common });
		const sampling = sampler.run().catch(() => {});
		const options = { host: "", port: 1, clientId: "t", keepAliveSeconds: 60 };
		const der = new Uint8Array(0);
		const credential = { rootCa: der, certificate: der, privateKey: der };
		const opening = Session.open(client, { ...options, ...credential }, scope, defaultTimeouts);
		client.connect();
		const session = await opening;
		let acknowledged = 0;
		const reporting = report({
			session,
			sampler,
			telemetry: telemetryDefaults,
			thingName: "pump-7",
			text: nodeTextCodec,
			log,
			onAcknowledged: async () => {
				acknowledged += 1;
			},
		});
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
		assert.equal(acknowledged, 0);
		client.puback.resolve();
		await settle();
		assert.equal(acknowledged, client.published.length);
		assert.deepEqual(log.entries[0], {
			level: "info",
			event: "reading.acknowledged",
			fields: { thingName: "pump-7", sequence: 1, temperature: 20.5, timestamp: "2026-11-22T00:00:00.000Z" },
		});
		client.end();
		await ended;
		scope.close();
		await sampling;
		assert.equal(time.pending, 0);
	});
});
