import { File } from "file";
import { XsDigest } from "firmware/adapters/keys/xs-digest";
import { XsModularArithmetic } from "firmware/adapters/keys/xs-modular-arithmetic";
import { ModdableMqttClient } from "firmware/adapters/mqtt/moddable-mqtt-client";
import { openPlatform } from "firmware/adapters/platform/open-platform";
import { XsLog } from "firmware/adapters/xs-log";
import { XsRandom } from "firmware/adapters/xs-random";
import { XsTextCodec } from "firmware/adapters/xs-text-codec";
import { XsTimer } from "firmware/adapters/xs-timer";
import { Device } from "firmware/core/device";
import { RsaKeyMaker } from "firmware/core/keys/rsa-key-maker";
import type { Flash } from "firmware/ports/flash";
import type { LogFields } from "firmware/ports/log";
import config from "mc/config";
import type { SoakTask } from "../task.js";
import { CountingFlash } from "./counting-flash.js";
import { inflictFaults } from "./faults.js";
import { measureMemory } from "./memory.js";
import { ObservedLog } from "./observed-log.js";
import { ScaledClock } from "./scaled-clock.js";
import { ScaledTime } from "./scaled-time.js";
import { ScaledTimer } from "./scaled-timer.js";
import { SoakNetwork } from "./soak-network.js";
import { SoakSensor } from "./soak-sensor.js";
import { soakTimeouts } from "./soak-timeouts.js";

/** The firmware's device on its own adapters, in a time that runs faster from when it is first online. */

const plainLog = new XsLog();
const log = new ObservedLog(plainLog);
// The wire keeps real time.
const realTimer = new XsTimer(plainLog);
const platform = openPlatform(realTimer, plainLog);
const text = new XsTextCodec();
const random = new XsRandom();
const digest = new XsDigest();

const task = readTask(String(config.soakTask));
const time = new ScaledTime();
const timer = new ScaledTimer(realTimer, time);
const sensor = new SoakSensor();
const network = new SoakNetwork();
const clock = new ScaledClock(time, network, (offsetMs) => {
	plainLog.write("info", "soak.clock", { offsetMs, after: sensor.answers });
});
// The SDK's TLS, and ours, ask the system for the time.
globalThis.Date = class extends Date {
	static override now(): number {
		return Math.floor(clock.now());
	}
} as DateConstructor;

const flash = new CountingFlash(platform.openFlash());
const readings = new CountingFlash(platform.openReadings() as Flash);
const arithmetic = new XsModularArithmetic();
const device = new Device(
	{
		system: { clock, timer, random, log, text },
		storage: { identity: flash, readings },
		link: { network, mqtt: new ModdableMqttClient(realTimer) },
		hardware: { board: platform.board, console: undefined, openThermometer: () => sensor.open() },
		keyMaker: new RsaKeyMaker({ arithmetic, digest, random, timer: realTimer, text }),
	},
	soakTimeouts(task.speed),
);

const run = { phase: "starting", startedAt: 0, measureAt: 0, acknowledged: 0, faults: [] as readonly object[] };

log.onEvent = (event, fields) => {
	if (event === "state" && fields.to === "online" && run.phase === "starting") begin();
	if (event === "reading.acknowledged") onAcknowledged(fields);
};
plainLog.write("info", "soak.boot");
device.start();

function readTask(path: string): SoakTask {
	const file = new File(path);
	const content = String.fromArrayBuffer(file.read(ArrayBuffer, file.length));
	file.close();
	return JSON.parse(content);
}

function begin(): void {
	run.phase = "running";
	time.accelerate(task.speed);
	timer.rearm();
	run.startedAt = time.now();
	plainLog.write("info", "soak.started", { wallMs: Math.floor(clock.now()), after: sensor.answers });
	run.faults = inflictFaults(task.faults, { timer, clock, network, sensor, log: plainLog });
	timer.after(task.durationMs, () => {
		run.phase = "ending";
		// No more readings: the last one says that all came.
		sensor.failure = "error";
		plainLog.write("info", "soak.ending", { answers: sensor.answers });
		endWhenComplete();
	});
}

/** Memory is looked at in one and the same situation: online, a reading just acknowledged. */
function onAcknowledged({ sequence }: LogFields): void {
	run.acknowledged = Number(sequence);
	const elapsed = time.now() - run.startedAt;
	if (run.phase === "running" && elapsed >= run.measureAt) {
		run.measureAt = elapsed + task.measureMs;
		// From a clean stack.
		realTimer.after(0, measure);
	}
	endWhenComplete();
}

function measure(): void {
	plainLog.write("info", "soak.memory", { at: Math.round(time.now() - run.startedAt), ...measureMemory() });
}

function endWhenComplete(): void {
	if (run.phase !== "ending" || run.acknowledged !== sensor.answers) return;
	run.phase = "ended";
	realTimer.after(0, () => {
		measure();
		void end();
	});
}

async function end(): Promise<void> {
	const [ofIdentity, ofReadings] = [flash.erases.join(" "), readings.erases.join(" ")];
	await device.stop();
	plainLog.write("info", "soak.ended", { answers: sensor.answers, identity: ofIdentity, readings: ofReadings });
}
