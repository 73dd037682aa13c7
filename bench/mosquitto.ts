import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pki } from "../host-tools/emulator/pki/pki.js";
import { x509 } from "../host-tools/emulator/pki/webcrypto.js";

export interface Mosquitto {
	readonly port: number;
	/** Of a client that its access list knows. */
	readonly credentials: { readonly rootCaPem: string; readonly certificatePem: string; readonly privateKeyPem: string };
	close(): Promise<void>;
}

const algorithm = {
	name: "RSASSA-PKCS1-v1_5",
	hash: "SHA-256",
	publicExponent: new Uint8Array([1, 0, 1]),
	modulusLength: 2048,
};

/**
 * mosquitto with mutual TLS, the emulator's server certificate and an access list that allows what the policy of the benchmark does;
 * undefined where it is not installed.
 */
export async function startMosquitto(pki: Pki): Promise<Mosquitto | undefined> {
	if (spawnSync("mosquitto", ["-h"]).error !== undefined) return undefined;
	const folder = await mkdtemp(join(tmpdir(), "thingsmith-mosquitto-"));
	const port = await freePort();
	const { caPem, certificatePem, privateKeyPem } = await makeClient();
	const files = {
		"ca.pem": caPem,
		"server.pem": pki.serverCertificatePem,
		"server.key": pki.serverKeyPem,
		acl: "user bench\ntopic readwrite +/temperature\n",
		"mosquitto.conf": configuration(folder, port),
	};
	for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o644 });
	// As root, mosquitto becomes another user before it reads its files.
	await chmod(folder, 0o755);
	const child = spawn("mosquitto", ["-c", join(folder, "mosquitto.conf")], { stdio: "ignore" });
	await listening(port, child);
	return {
		port,
		credentials: { rootCaPem: pki.rootCaPem, certificatePem, privateKeyPem },
		async close() {
			const gone = once(child, "exit");
			child.kill();
			await gone;
			await rm(folder, { recursive: true });
		},
	};
}

function configuration(folder: string, port: number): string {
	return [
		`listener ${port} 127.0.0.1`,
		`cafile ${folder}/ca.pem`,
		`certfile ${folder}/server.pem`,
		`keyfile ${folder}/server.key`,
		"require_certificate true",
		"use_identity_as_username true",
		`acl_file ${folder}/acl`,
		// As many under way as the emulator has, and none that waits is dropped.
		"max_inflight_messages 100",
		"max_queued_messages 0",
		"set_tcp_nodelay true",
		"",
	].join("\n");
}

/** A client certificate for "bench", and the CA that signed it. */
async function makeClient() {
	const [caKeys, keys] = [
		await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]),
		await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]),
	];
	const [notBefore, notAfter] = [new Date(Date.now() - 60_000), new Date(Date.now() + 86_400_000)];
	const common = { notBefore, notAfter, signingAlgorithm: algorithm };
	const ca = await x509.X509CertificateGenerator.createSelfSigned({
		...common,
		name: "CN=bench CA",
		keys: caKeys,
		extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
	});
	const client = await x509.X509CertificateGenerator.create({
		...common,
		subject: "CN=bench",
		issuer: ca.subject,
		publicKey: keys.publicKey,
		signingKey: caKeys.privateKey,
	});
	const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
	const privateKeyPem = `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----\n`;
	return { caPem: ca.toString("pem"), certificatePem: client.toString("pem"), privateKeyPem };
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
	while (child.exitCode === null) {
		const socket = connect(port, "127.0.0.1");
		const isOpen = await once(socket, "connect").then(
			() => true,
			() => false,
		);
		socket.destroy();
		if (isOpen) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`mosquitto ended with ${child.exitCode}`);
}
