import type { EmulatorProcess } from "./emulator-process.js";
import { beside, print, rate } from "./figures.js";
import type { Peer } from "./peer.js";
import { startLoad } from "./run-load.js";

/** QoS 1 through four pairs of publisher and subscriber. */
export async function publish(emulator: EmulatorProcess, peers: readonly Peer[]): Promise<void> {
	await beside("QoS 1 messages, published, acknowledged, delivered", {
		unit: "messages/s",
		peers: [emulator, ...peers],
		key: "RSA",
		task: (door) => ({ kind: "publish", door, pairs: 4, messages: 5000 }),
	});
}

/** Full handshakes, each with a client certificate. */
export async function connect(emulator: EmulatorProcess, peers: readonly Peer[]): Promise<void> {
	for (const key of ["RSA", "EC"] as const) {
		await beside(`connections: TLS with ${key} client, CONNECT, CONNACK`, {
			unit: "connections/s",
			peers: [emulator, ...peers],
			key,
			task: (door) => ({ kind: "connect", door, connections: 400, atOnce: 16 }),
		});
	}
}

/** What an idle connection with one subscription takes of resident memory. */
export async function memory(emulator: EmulatorProcess, peers: readonly Peer[]): Promise<void> {
	const connections = 2000;
	for (const peer of [emulator, ...peers]) {
		const door = await peer.device("EC");
		// What a broker takes once is not of its connections.
		await (await hold(door, 200)).end();
		const before = await peer.residentBytes();
		const load = await hold(door, connections);
		const bytes = (await peer.residentBytes()) - before;
		await load.end();
		print(`resident memory a connection, ${connections} idle, ${peer.name}`, bytes / connections / 1024, "KiB");
	}
}

export async function connected(emulator: EmulatorProcess): Promise<void> {
	const load = await hold(await emulator.device("EC"), 10_000);
	print("10,000 connections at once, made with", rate(load.report), "connections/s");
	print("  resident memory of the emulator then", (await emulator.residentBytes()) / 2 ** 20, "MiB");
	await load.end();
}

async function hold(door: Awaited<ReturnType<Peer["device"]>>, connections: number) {
	const load = await startLoad({ kind: "hold", door, connections, atOnce: 32 });
	rate(load.report);
	return load;
}
