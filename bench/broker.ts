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

const rounds = 5;
const publishers = 4;
const messagesPerPublisher = 5000;

export interface BenchFigure {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
}

/**
 * QoS 1 messages a second, published, acknowledged and delivered, through the emulator's data plane and through plain aedes:
 * same process, same TLS settings, same clients in a process of their own, rounds in turn. Takes some ten seconds.
 */
export async function benchBroker(): Promise<BenchFigure[]> {
	const emulator = await startEmulator();
	const plain = await startPlain(emulator.pki);
	const figures = { emulator: [] as number[], plain: [] as number[] };
	try {
		for (let round = -1; round < rounds; round++) {
			const order = round % 2 === 0 ? (["plain", "emulator"] as const) : (["emulator", "plain"] as const);
			for (const name of order) {
				const port = name === "plain" ? plain.port : emulator.port;
				const rate = await measure({ ...emulator.credentials, port, publishers, messagesPerPublisher });
				// The first round warms up.
				if (round >= 0) figures[name].push(rate);
			}
		}
	} finally {
		await plain.close();
		await emulator.close();
	}
	const ratios = figures.emulator.map((rate, round) => rate / (figures.plain[round] ?? Number.NaN));
	return [
		{ name: "QoS 1 messages through the emulator", value: Math.round(median(figures.emulator)), unit: "messages/s" },
		{ name: "QoS 1 messages through plain aedes", value: Math.round(median(figures.plain)), unit: "messages/s" },
		{ name: "emulator / plain aedes (median of rounds)", value: Number(median(ratios).toFixed(2)), unit: "" },
	];
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
