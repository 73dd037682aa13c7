import { File } from "file";
import { ModdableMqttClient } from "firmware/adapters/mqtt/moddable-mqtt-client";
import { XsLog } from "firmware/adapters/xs-log";
import { XsTimer } from "firmware/adapters/xs-timer";
import type { MqttOptions } from "firmware/ports/mqtt-client";
import config from "mc/config";
import Time from "time";
import type { HandshakeReport, HandshakeTask } from "../task.js";
import { Phases } from "./phases.js";

const timer = new XsTimer(new XsLog());

function readTask(): HandshakeTask {
	const file = new File(String(config.task));
	const text = String.fromArrayBuffer(file.read(ArrayBuffer, file.length));
	file.close();
	return JSON.parse(text);
}

function write(task: HandshakeTask, report: HandshakeReport): void {
	const file = new File(task.resultFile, true);
	file.write(ArrayBuffer.fromString(JSON.stringify(report)));
	file.close();
}

function connect(client: ModdableMqttClient, options: MqttOptions): Promise<number> {
	const start = Time.ticks;
	phases.enter("connect");
	return new Promise((resolve, reject) => {
		const connection = client.open(options, {
			onConnected() {
				phases.enter("");
				const total = Time.ticks - start;
				connection.close();
				// From a clean stack, with the socket gone.
				timer.after(20, () => resolve(total));
			},
			onFragment() {},
			onClosed: reject,
		});
	});
}

async function measure(rounds: number, makeClient: () => ModdableMqttClient, options: MqttOptions) {
	let total = 0;
	for (let round = 0; round < rounds; round += 1) total += await connect(makeClient(), options);
	return { ...phases.take(rounds), total: total / rounds };
}

async function run(task: HandshakeTask): Promise<HandshakeReport> {
	const options: MqttOptions = {
		host: task.host,
		port: task.port,
		rootCa: Uint8Array.fromBase64(task.rootCa),
		certificate: Uint8Array.fromBase64(task.certificate),
		privateKey: Uint8Array.fromBase64(task.privateKey),
		clientId: "bench",
		keepAliveSeconds: 60,
	};
	// The first connection is not counted: it warms up caches on both sides.
	await connect(new ModdableMqttClient(timer), options);
	phases.take(1);
	const full = await measure(task.rounds, () => new ModdableMqttClient(timer), options);
	const client = new ModdableMqttClient(timer);
	await connect(client, options);
	phases.take(1);
	const resumed = await measure(task.rounds, () => client, options);
	return { full, resumed };
}

globalThis.phases = new Phases();
const task = readTask();
run(task).then(
	(report) => write(task, report),
	(error: unknown) => write(task, { full: {}, resumed: {}, error: String(error) }),
);
