import assert from "node:assert/strict";
import { describeFlash } from "../contracts/flash.contract.js";
import { describeLog } from "../contracts/log.contract.js";
import { describeMqttClient } from "../contracts/mqtt-client.contract.js";
import { describeNetwork } from "../contracts/network.contract.js";
import { describeClock, describeTimer, type TimeBench } from "../contracts/time.contract.js";
import { settle } from "../support/fake-device.js";
import { FakeCloud } from "./fake-cloud.js";
import { FakeMqttClient } from "./fake-mqtt-client.js";
import { NorCells, NorFlash } from "./nor-flash.js";
import { RecordingLog } from "./recording-log.js";
import { VirtualTime } from "./virtual-time.js";

function virtualTime(): TimeBench {
	const time = new VirtualTime();
	const pass = async (milliseconds: number) => {
		time.run(milliseconds);
		await settle();
	};
	return {
		timer: time,
		clock: time,
		pass,
		async errorOf(act) {
			act();
			const errors: unknown[] = [];
			try {
				await pass(100);
			} catch (error) {
				errors.push(error);
			}
			return errors[0];
		},
	};
}

describeTimer("virtual time", virtualTime);
describeClock("virtual time", virtualTime);

for (const encrypted of [false, true]) {
	describeFlash(`NOR cells, ${encrypted ? "encrypted" : "plain"}`, () => {
		const cells = new NorCells(new Uint8Array(8192).fill(0xff));
		return {
			flash: new NorFlash({ cells, encrypted }),
			erasedReadsAsEraseValue: !encrypted,
			writesTwice: false,
			reopen: () => new NorFlash({ cells, encrypted }),
			close: () => {},
		};
	});
}

describeLog("recording", () => {
	const log = new RecordingLog();
	return { log, entries: () => log.entries };
});

describeNetwork("none", () => ({ connect: () => Promise.resolve(), close: () => {} }));

describeMqttClient("fake cloud", async () => {
	const time = new VirtualTime();
	const cloud = new FakeCloud(time);
	const client = new FakeMqttClient(cloud);
	const certificate = Uint8Array.of(0x30, 0x01, 0x07);
	cloud.adopt(certificate, "thing-7");
	cloud.faults.swallow = (topic) => topic === "thing-7/swallowed";
	const options = { host: "cloud.test", port: 8883, rootCa: Uint8Array.of(0x30), privateKey: Uint8Array.of(0x30) };
	const accepted = { ...options, certificate, clientId: "thing-7", keepAliveSeconds: 60 };
	const idle = async () => {
		await settle();
		time.run(1000);
		await settle();
	};
	return {
		client,
		options: accepted,
		refusedOptions: { ...accepted, clientId: "thing-8" },
		topic: "thing-7/topic",
		refusedFilter: "thing-8/topic",
		swallowedTopic: "thing-7/swallowed",
		async settles(promise) {
			let done = false;
			const settled = promise.finally(() => {
				done = true;
			});
			settled.catch(() => {});
			for (let turn = 0; turn < 100 && !done; turn++) await idle();
			assert.ok(done, "it settles in time");
			return settled;
		},
		idle,
		received: () => cloud.readings.map(({ topic, payload }) => ({ topic, payload: Buffer.from(payload) })),
		deliver: (topic, payload) => client.deliver(topic, payload),
		dropAll: () => client.dropAll(),
		openConnections: () => client.openConnections,
		drained: () => Promise.resolve(),
		close: async () => {
			client.dropAll();
			await idle();
			assert.equal(time.pending, 0, "timers left");
		},
	};
});
