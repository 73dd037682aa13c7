import { constants } from "node:crypto";
import { connect, type TLSSocket } from "node:tls";
import type { BenchPki } from "./pki.js";

/** MQTT 3.1.1 CONNECT, clean session, 60 s, client id "bench". */
const connectPacket = Buffer.from([16, 17, 0, 4, ...Buffer.from("MQTT"), 4, 2, 0, 60, 0, 5, ...Buffer.from("bench")]);

/** Mean ms from opening a socket to CONNACK with Node's OpenSSL, full handshake each time. */
export async function measureOpenssl(pki: BenchPki, port: number, rounds: number): Promise<number> {
	await connectOnce(pki, port);
	let total = 0;
	for (let round = 0; round < rounds; round += 1) total += await connectOnce(pki, port);
	return total / rounds;
}

function connectOnce(pki: BenchPki, port: number): Promise<number> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const socket: TLSSocket = connect(
			{
				host: "127.0.0.1",
				servername: "localhost",
				port,
				ca: pki.root,
				cert: pki.clientCertificate,
				key: pki.clientKey,
				maxVersion: "TLSv1.2",
				secureOptions: constants.SSL_OP_NO_TICKET,
			},
			() => socket.write(connectPacket),
		);
		socket.setNoDelay(true);
		socket.once("error", reject);
		socket.once("data", () => {
			resolve(performance.now() - start);
			socket.destroy();
		});
	});
}
