import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createBenchPki } from "../handshake/pki.js";
import type { Peer } from "./peer.js";
import { useOf } from "./process-use.js";
import { type Door, RawClient } from "./raw-client.js";

/** The peer: mosquitto with mutual TLS and an access list that says what the emulator's policy says. Undefined where it is not installed. */
export async function startMosquitto(): Promise<Peer | undefined> {
	if (spawnSync("mosquitto", ["-h"]).error !== undefined) return undefined;
	const directory = await mkdtemp(join(tmpdir(), "bench-"));
	const pki = await createBenchPki({ hasIntermediate: false });
	const port = await freePort();
	const file = async (name: string, content: string) => {
		const path = join(directory, name);
		await writeFile(path, content, { mode: 0o600 });
		return path;
	};
	const configuration = [
		...["user root", "per_listener_settings false", "max_inflight_messages 100", "persistence false", "log_type none"],
		`listener ${port} 127.0.0.1`,
		`cafile ${await file("ca.pem", pki.root)}`,
		`certfile ${await file("server.pem", pki.serverChain)}`,
		`keyfile ${await file("server-key.pem", pki.serverKey)}`,
		...["require_certificate true", "use_subject_as_username true", "set_tcp_nodelay true", "max_queued_messages 0"],
		`acl_file ${await file("acl", "pattern readwrite bench/+/temperature\n")}`,
	].join("\n");
	const child = spawn("mosquitto", ["-c", await file("mosquitto.conf", `${configuration}\n`)], { stdio: "ignore" });
	const device: Peer["device"] = async (key) => ({ port, rootCaPem: pki.root, ...pki.clients[key] });
	const close = async () => {
		const exited = once(child, "exit");
		child.kill();
		await exited;
		await rm(directory, { recursive: true, force: true });
	};
	try {
		await until(await device("RSA"));
	} catch (error) {
		await close();
		throw error;
	}
	return { name: "mosquitto", ...useOf(child.pid), device, close };
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	return typeof address === "object" && address !== null ? address.port : 0;
}

async function until(door: Door): Promise<void> {
	for (let tries = 0; tries < 100; tries++) {
		try {
			(await RawClient.open(door, "bench-first")).close();
			return;
		} catch {
			await delay(50);
		}
	}
	throw new Error("mosquitto does not take connections");
}
