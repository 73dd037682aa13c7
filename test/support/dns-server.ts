import { createSocket, type Socket } from "node:dgram";
import { Resolver as NodeResolver } from "node:dns/promises";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Resolver } from "../../host-tools/cloud/doctor/resolve-host.js";

/** What a name server does with every question: answers with that IPv4 address, knows no such name, fails, or says nothing. */
export type DnsBehaviour = { readonly address: string } | "no-such-name" | "fails" | "silent";

/** RFC 1035, section 4.1.1 */
const responseCodes = { "no-such-name": 3, fails: 2 } as const;

/** A name server on a free port of loopback. */
export class DnsServer {
	readonly #socket: Socket;
	/** Questions that came. */
	questions = 0;

	private constructor(socket: Socket) {
		this.#socket = socket;
	}

	static async start(behaviour: DnsBehaviour): Promise<DnsServer> {
		const socket = createSocket("udp4");
		const server = new DnsServer(socket);
		socket.on("message", (question, from) => {
			server.questions += 1;
			if (behaviour !== "silent") socket.send(answerTo(question, behaviour), from.port, from.address);
		});
		socket.bind(0, "127.0.0.1");
		await once(socket, "listening");
		return server;
	}

	/** Asks this server only. */
	get resolver(): Resolver {
		const resolver = new NodeResolver({ timeout: 60_000, tries: 1 });
		resolver.setServers([`127.0.0.1:${(this.#socket.address() as AddressInfo).port}`]);
		return (host) => resolver.resolve4(host);
	}

	close(): void {
		this.#socket.close();
	}
}

function answerTo(question: Buffer, behaviour: Exclude<DnsBehaviour, "silent">): Buffer {
	const answer = Buffer.from(question.subarray(0, endOfQuestion(question)));
	const found = typeof behaviour === "object" ? behaviour.address : undefined;
	// QR, RD, RA; then the response code.
	answer.writeUInt16BE(0x8180 | (typeof behaviour === "object" ? 0 : responseCodes[behaviour]), 2);
	answer.writeUInt16BE(found === undefined ? 0 : 1, 6);
	// Neither authorities nor additional records.
	answer.writeUInt32BE(0, 8);
	if (found === undefined) return answer;
	// The question's name, type A, class IN, a minute, four bytes.
	const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...found.split(".").map(Number)]);
	return Buffer.concat([answer, record]);
}

/** Behind the header: labels until an empty one, then type and class. */
function endOfQuestion(question: Buffer): number {
	let at = 12;
	for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) at += length + 1;
	return at + 5;
}
