import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { repositoryRoot } from "../../host-tools/base/files/repository-root.js";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { buildApp } from "../../host-tools/moddable/build/build-app.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { startSimulatedMachine } from "../../host-tools/moddable/simulator/simulated-machine.js";
import { startVirtualDisplay } from "../../host-tools/moddable/simulator/virtual-display.js";
import { measureOpenssl } from "./openssl.js";
import { type BenchPki, createBenchPki, derOf } from "./pki.js";
import type { HandshakeReport, HandshakeTask } from "./task.js";

/** Prints what a connection costs on XS (release simulator) and with OpenSSL, on this machine; it judges none. */

const rounds = 20;
const pollMs = 200;
const longestRunMs = 120_000;

/** The SDK's names of messages, in the order of a handshake, in the words of the report. */
const phases: Readonly<Record<string, string>> = {
	connect: "DNS, TCP, MQTT client",
	clientHello: "ClientHello",
	serverHello: "ServerHello",
	certificate: "certificates: verify the server's chain, send ours",
	serverKeyExchange: "verify the signature of the key exchange",
	certificateRequest: "CertificateRequest",
	serverHelloDone: "ServerHelloDone",
	clientKeyExchange: "ECDHE: two multiplications on P-256",
	certificateVerify: "sign with RSA 2048",
	changeCipherSpec: "key expansion",
	finished: "Finished",
	records: "records, digests",
	waiting: "waiting: server, network, MQTT",
};

async function measureXs(sdk: ModdableSdk, pki: BenchPki, port: number, manifest: string): Promise<HandshakeReport> {
	return withTemporaryDirectory(async (directory) => {
		const task = path.join(directory, "task.json");
		const resultFile = path.join(directory, "result.json");
		const { library } = await buildApp({
			sdk,
			env: process.env,
			manifest: path.join(repositoryRoot, "bench", "handshake", "app", `${manifest}.json`),
			outDirectory: path.join(repositoryRoot, "build", "handshake", manifest),
			mode: "release",
			config: { task },
		});
		const privateKey = pki.clientKey.replace(/-----[^-]+-----|\s/g, "");
		const own = { rootCa: derOf(pki.root), certificate: derOf(pki.clientCertificate), privateKey };
		const content: HandshakeTask = { host: "localhost", port, ...own, rounds, resultFile };
		await writeFile(task, JSON.stringify(content), { mode: 0o600 });
		const display = sdk.platform === "lin" ? await startVirtualDisplay() : undefined;
		const machine = await startSimulatedMachine({
			sdk,
			library,
			display: display?.name,
			env: process.env,
			listener: undefined,
		});
		try {
			const report = await readReport(resultFile);
			if (report.error !== undefined) throw new Error(report.error);
			return report;
		} finally {
			await machine.stop();
			await display?.close();
		}
	});
}

/** A release build says nothing but what it writes. */
async function readReport(file: string): Promise<HandshakeReport> {
	const end = Date.now() + longestRunMs;
	while (Date.now() < end) {
		await delay(pollMs);
		const text = await readFile(file, "utf8").catch(() => "");
		if (text.endsWith("}")) return JSON.parse(text) as HandshakeReport;
	}
	throw new Error("The simulator did not report");
}

function line(name: string, ...cells: (number | undefined)[]): void {
	const columns = cells.map((cell) => (cell === undefined ? "" : cell.toFixed(1)).padStart(10)).join("");
	process.stdout.write(`${name.padEnd(56)}${columns}\n`);
}

function work(means: Readonly<Record<string, number>>): number {
	return (means.total ?? 0) - (means.connect ?? 0) - (means.waiting ?? 0);
}

async function main(sdk: ModdableSdk): Promise<void> {
	const pki = await createBenchPki();
	const server = new Worker(new URL("./server.js", import.meta.url), { workerData: pki });
	try {
		const [port] = (await once(server, "message")) as [number];
		const ofSdk = await measureXs(sdk, pki, port, "manifest");
		const fast = await measureXs(sdk, pki, port, "manifest_fast-rsa");
		const openssl = await measureOpenssl(pki, port, rounds);
		process.stdout.write(`${`ms, mean of ${rounds}`.padEnd(56)}      full  fast RSA   resumed   OpenSSL\n`);
		for (const [phase, words] of Object.entries(phases)) {
			line(words, ofSdk.full[phase], fast.full[phase], ofSdk.resumed[phase]);
		}
		const columns = [ofSdk.full, fast.full, ofSdk.resumed];
		line("work of XS, without the waiting", ...columns.map(work));
		line("network up to CONNACK", ...columns.map(({ total }) => total), openssl);
		line("its work, times all of OpenSSL's handshake", ...columns.map((means) => work(means) / openssl), 1);
		process.stdout.write("The Linux simulator looks at its sockets every 20 ms: most of the waiting is that.\n");
	} finally {
		await server.terminate();
	}
}

const sdk = findModdableSdk(process.env);
if (sdk === undefined) process.stdout.write(`SKIPPED: the handshake on XS. ${howToGetSdk}\n`);
else await main(sdk);
