import { once } from "node:events";
import { connectAsync, type MqttClient } from "mqtt";

/** Sent by broker.ts. */
export interface LoadTask {
	readonly port: number;
	readonly rootCaPem: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	readonly publishers: number;
	readonly messagesPerPublisher: number;
}

export interface LoadReport {
	readonly messages: number;
	/** From the first PUBLISH until all were acknowledged and delivered. */
	readonly seconds: number;
}

/** Messages a publisher has under way; AWS allows 100. */
const window = 50;

/** Pairs of a publisher and its subscriber. */
async function run(task: LoadTask): Promise<LoadReport> {
	const pairs = await Promise.all(Array.from({ length: task.publishers }, (_, index) => openPair(task, index)));
	const started = performance.now();
	await Promise.all(pairs.map(({ publisher, subscriber, topic }) => transfer(task, publisher, subscriber, topic)));
	const seconds = (performance.now() - started) / 1000;
	await Promise.all(pairs.flatMap(({ publisher, subscriber }) => [publisher.endAsync(), subscriber.endAsync()]));
	return { messages: task.publishers * task.messagesPerPublisher, seconds };
}

async function openPair(task: LoadTask, index: number) {
	const topic = `bench-${index}/temperature`;
	const subscriber = await open(task, `bench-subscriber-${index}`);
	await subscriber.subscribeAsync(topic, { qos: 1 });
	return { topic, subscriber, publisher: await open(task, `bench-publisher-${index}`) };
}

function open({ port, rootCaPem, certificatePem, privateKeyPem }: LoadTask, clientId: string): Promise<MqttClient> {
	const credentials = { ca: rootCaPem, cert: certificatePem, key: privateKeyPem };
	return connectAsync(`mqtts://127.0.0.1:${port}`, { clientId, reconnectPeriod: 0, ...credentials });
}

async function transfer(
	{ messagesPerPublisher: total }: LoadTask,
	publisher: MqttClient,
	subscriber: MqttClient,
	topic: string,
): Promise<void> {
	let delivered = 0;
	const allDelivered = new Promise<void>((resolve) => {
		subscriber.on("message", () => {
			delivered += 1;
			if (delivered === total) resolve();
		});
	});
	const payload = JSON.stringify({
		temperature: 21.53,
		unit: "celsius",
		sequence: 17,
		timestamp: "2026-01-01T00:00:00Z",
	});
	let sent = 0;
	const keepSending = async () => {
		while (sent < total) {
			sent += 1;
			await publisher.publishAsync(topic, payload, { qos: 1 });
		}
	};
	await Promise.all([allDelivered, ...Array.from({ length: window }, keepSending)]);
}

const [task] = (await once(process, "message")) as [LoadTask];
process.send?.(await run(task));
