import { fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Aedes } from "aedes";
import { startBackend } from "../host-tools/emulator/backend.js";
import { createTlsServer } from "../host-tools/emulator/broker/tls/tls-server.js";
import { EmulatorClock } from "../host-tools/emulator/clock.js";
import { Journal } from "../host-tools/emulator/journal.js";
import { openPki } from "../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../host-tools/emulator/pki/pki.js";
import type { LoadReport, LoadTask } from "./broker-load.js";
import { median } from "./median.js";
import { startMosquitto } from "./mosquitto.js";

const rounds = 5;
const publishers = 4;
const messagesPerPublisher = 5000;

export interface BenchFigure {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
}

/**
 * QoS 1 messages a second, published, acknowledged and delivered, through the emulator's data plane, through plain aedes in the same
 * process, and through mosquitto where it is installed: same TLS settings, same clients in a process of their own, rounds in turn.
 */
export async function benchBroker(): Promise<BenchFigure[]> {
	const emulator = await startEmulator();
	const plain = await startPlain(emulator.pki);
	const mosquitto = await startMosquitto(emulator.pki);
	const load = { publishers, messagesPerPublisher };
	const brokers: Peer[] = [
		{ name: "the emulator", task: { ...emulator.credentials, port: emulator.port, ...load }, rates: [] },
		{ name: "plain aedes", task: { ...emulator.credentials, port: plain.port, ...load }, rates: [] },
	];
	if (mosquitto === undefined) process.stdout.write("mosquitto is not installed: no figure of it\n");
	else
		brokers.push({ name: "mosquitto", task: { ...mosquitto.credentials, port: mosquitto.port, ...load }, rates: [] });
	try {
		for (let round = -1; round < rounds; round++) {
			for (const { task, rates } of round % 2 === 0 ? brokers : brokers.toReversed()) {
				const rate = await measure(task);
				// The first round warms up.
				if (round >= 0) rates.push(rate);
			}
		}
	} finally {
		await mosquitto?.close();
		await plain.close();
		await emulator.close();
	}
	return figuresOf(brokers);
}

interface Peer {
	readonly name: string;
	readonly task: LoadTask;
	/** Messages a second, of each round. */
	readonly rates: number[];
}

function figuresOf(brokers: readonly Peer[]): BenchFigure[] {
	const [emulator, ...peers] = brokers;
	const rates = brokers.map(({ name, rates: of }) => ({
		name: `QoS 1 messages through ${name}`,
		value: Math.round(median(of)),
		unit: "messages/s",
	}));
	const ratios = peers.map(({ name, rates: of }) => {
		const each = (emulator?.rates ?? []).map((rate, round) => rate / (of[round] ?? Number.NaN));
		return { name: `emulator / ${name} (median of rounds)`, value: Number(median(each).toFixed(2)), unit: "" };
	});
	return [...rates, ...ratios];
}

async function startEmulator() {
	const clock = new EmulatorClock();
	const pki = await openPki({ clock });
	const mqtt = { host: "127.0.0.1", port: 0 };
	const backend = await startBackend({ clock, journal: new Journal(clock), pki, mqtt });
	const { registry, endpoint } = backend;
	const issued = await pki.issueKeysAndCertificate();
	const { certificateArn } = registry.certificates.addCertificate(issued, { status: "ACTIVE" });
	registry.policies.createPolicy("bench", JSON.stringify(policy));
	registry.policies.attachPolicy("bench", certificateArn);
	return {
		pki,
		port: endpoint.mqttPort,
		credentials: {
			rootCaPem: pki.rootCaPem,
			certificatePem: issued.certificatePem,
			privateKeyPem: issued.keyPair.privateKeyPem,
		},
		async close() {
			await backend.close();
			pki.close();
			clock.close();
		},
	};
}

/** As restrictive as a device's, so that the policy engine has its usual work. */
const policy = {
	Version: "2012-10-17",
	Statement: [
		{ Effect: "Allow", Action: "iot:Connect", Resource: "arn:aws:iot:us-east-1:000000000000:client/bench-*" },
		{
			Effect: "Allow",
			Action: ["iot:Publish", "iot:Receive"],
			Resource: "arn:aws:iot:us-east-1:000000000000:topic/bench-*/temperature",
		},
		{ Effect: "Allow", Action: "iot:Subscribe", Resource: "arn:aws:iot:us-east-1:000000000000:topicfilter/bench-*" },
	],
};

async function startPlain(pki: Pki) {
	const broker = await Aedes.createBroker();
	const server = createTlsServer(pki, (socket) => broker.handle(socket));
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		port: (server.address() as AddressInfo).port,
		async close() {
			await new Promise<void>((resolve) => broker.close(resolve));
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

async function measure(task: LoadTask): Promise<number> {
	// Keys go over the channel: an argument list is for everyone to see.
	const child = fork(fileURLToPath(new URL("./broker-load.js", import.meta.url)));
	child.send(task);
	const [report] = (await once(child, "message", { signal: AbortSignal.timeout(60_000) })) as [LoadReport];
	child.disconnect();
	await once(child, "exit");
	return report.messages / report.seconds;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const { name, value, unit } of await benchBroker()) process.stdout.write(`${name}: ${value} ${unit}\n`);
}
