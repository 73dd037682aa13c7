import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createBenchPki } from "../handshake/pki.js";
import type { Peer } from "./peer.js";
import { useOf } from "./process-use.js";

/** What aedes-process.ts is told. */
export interface AedesTask {
	readonly serverCertificatePem: string;
	readonly serverKeyPem: string;
}

/** A peer without any policies: plain aedes behind the emulator's TLS settings. */
export async function startAedes(): Promise<Peer> {
	const pki = await createBenchPki({ hasIntermediate: false });
	const child = fork(fileURLToPath(new URL("./aedes-process.js", import.meta.url)));
	const task: AedesTask = { serverCertificatePem: pki.serverChain, serverKeyPem: pki.serverKey };
	child.send(task);
	const [port] = (await once(child, "message", { signal: AbortSignal.timeout(60_000) })) as [number];
	return {
		name: "aedes",
		...useOf(child.pid),
		device: async (key) => ({ port, rootCaPem: pki.root, ...pki.clients[key] }),
		async close() {
			const exited = once(child, "exit");
			child.kill();
			await exited;
		},
	};
}
