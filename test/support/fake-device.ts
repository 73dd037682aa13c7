import { bareBoard } from "../../firmware/core/bare-board.js";
import type { Bootstrap, Claim } from "../../firmware/core/bootstrap.js";
import { Device } from "../../firmware/core/device.js";
import type {
	DevicePorts,
	HardwarePorts,
	LinkPorts,
	StoragePorts,
	SystemPorts,
} from "../../firmware/core/device-ports.js";
import { SimulatedThermometer } from "../../firmware/core/sensors/simulated-thermometer.js";
import type { DeviceSettings } from "../../firmware/core/settings/settings.js";
import { checkSettings } from "../../firmware/core/settings/settings-json.js";
import { DeviceError } from "../../firmware/ports/errors.js";
import type { Flash } from "../../firmware/ports/flash.js";
import type { Random } from "../../firmware/ports/random.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import type { FakeCloud } from "../fakes/fake-cloud.js";
import { FakeMqttClient } from "../fakes/fake-mqtt-client.js";
import { RecordingLog } from "../fakes/recording-log.js";

/** The same bytes in every run. */
const fixedRandom: Random = { fill: (target) => target.fill(0x80) };

/** Without the report after a start, which tests of readings need not tell from them. */
export function fakeSettings(settings: object = {}): DeviceSettings {
	const { telemetry, ...others } = settings as { telemetry?: object };
	return checkSettings({
		keyOrigin: "aws",
		telemetry: { statusTopic: "", ...telemetry },
		host: "cloud.test",
		clientId: "claim-client",
		templateName: "thingsmith",
		parameters: { SerialNumber: "42" },
		...others,
	});
}

export function claimBootstrap(claim: Claim, others: object = {}): Bootstrap {
	return {
		settings: fakeSettings(others),
		rootCa: Uint8Array.of(0x30, 0x00),
		credential: { kind: "claim", ...claim },
	};
}

export interface FakeDevice {
	readonly device: Device;
	readonly log: RecordingLog;
	readonly mqtt: FakeMqttClient;
}

/** Ports by their own names, whichever group they belong to. */
export type PortOverrides = Partial<SystemPorts & LinkPorts & HardwarePorts & Pick<StoragePorts, "readings">> &
	Partial<Pick<DevicePorts, "keyMaker">>;

/** A device on fakes, or on `others` in their place; virtual time is the cloud's. */
export function fakeDevice(cloud: FakeCloud, flash: Flash, others: PortOverrides = {}): FakeDevice {
	const log = new RecordingLog();
	const mqtt = new FakeMqttClient(cloud);
	const ports = {
		clock: cloud.time,
		timer: cloud.time,
		random: fixedRandom,
		log,
		text: nodeTextCodec,
		readings: undefined,
		console: undefined,
		board: bareBoard("fake", "000000000000"),
		mqtt,
		network: { connect: () => Promise.resolve(), close: () => {} },
		keyMaker: { makeKey: () => Promise.reject(new DeviceError("internal", "A fake device makes no keys")) },
		openThermometer: () => new SimulatedThermometer(fixedRandom),
		...others,
	};
	const { clock, timer, random, text, readings, network, board, console, openThermometer, keyMaker } = ports;
	const device = new Device({
		system: { clock, timer, random, log: ports.log, text },
		storage: { identity: flash, readings },
		link: { network, mqtt: ports.mqtt },
		hardware: { board, console, openThermometer },
		keyMaker,
	});
	return { device, log, mqtt };
}

/** Lets all promises that can settle do so. */
export function settle(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Runs virtual time until `done`, at most `limitMs` of it; returns whether it was done. */
export async function runUntil(cloud: FakeCloud, done: () => boolean, limitMs = 3_600_000): Promise<boolean> {
	const until = cloud.time.ticks() + limitMs;
	for (;;) {
		await settle();
		if (done()) return true;
		if (cloud.time.ticks() > until || !cloud.time.step()) return false;
	}
}
