import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";

/** Where a client connects, and with what. Texts are PEM. */
export interface Door {
	readonly port: number;
	readonly rootCaPem: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
}

const pubackHeader = 0x40;

/**
 * The least an MQTT 3.1.1 client can do, so that the broker and not the load is what is measured. `onPacket` gets type (the first
 * byte) and body of each packet.
 */
export class RawClient {
	readonly socket: TLSSocket;
	onPacket: (header: number, body: Buffer) => void = () => {};
	onEnd: () => void = () => {};
	#rest: Buffer = Buffer.alloc(0);

	/** TLS and CONNECT (clean session, keep alive 20 minutes); resolves with CONNACK. */
	static async open({ port, rootCaPem: ca, certificatePem: cert, privateKeyPem: key }: Door, clientId: string) {
		const socket = connect({ host: "127.0.0.1", port, ca, cert, key, servername: "localhost" });
		await once(socket, "secureConnect");
		socket.setNoDelay(true);
		const client = new RawClient(socket);
		const connack = await client.request(packet(0x10, text("MQTT"), [4, 2, 4, 176], text(clientId)));
		if (connack[1] !== 0) throw new Error(`${clientId} was refused: CONNACK ${connack[1]}`);
		return client;
	}

	private constructor(socket: TLSSocket) {
		this.socket = socket;
		socket.on("data", (chunk: Buffer) => this.#read(chunk));
		socket.on("error", () => {});
		socket.once("close", () => this.onEnd());
	}

	/** Sends a packet; resolves with the body of the next one that comes. */
	request(bytes: Buffer): Promise<Buffer> {
		return new Promise((resolve, reject) => {
			this.onPacket = (_, body) => resolve(Buffer.from(body));
			this.onEnd = () => reject(new Error("The connection was closed instead of an answer"));
			this.socket.write(bytes);
		});
	}

	subscribe(...filters: readonly string[]): Promise<Buffer> {
		return this.request(packet(0x82, [0, 1], ...filters.flatMap((filter) => [text(filter), [1]])));
	}

	/** QoS 1. */
	publish(topic: string, payload: Buffer, id: number): void {
		this.socket.write(packet(0x32, text(topic), [id >> 8, id & 255], payload));
	}

	/** Acknowledges a QoS 1 PUBLISH, and gives its topic and payload. */
	received(body: Buffer): { readonly topic: string; readonly payload: Buffer } {
		const at = 2 + body.readUInt16BE(0);
		this.socket.write(packet(pubackHeader, body.subarray(at, at + 2)));
		return { topic: body.toString("utf8", 2, at), payload: body.subarray(at + 2) };
	}

	close(): void {
		this.onEnd = () => {};
		this.socket.end(packet(0xe0));
	}

	#read(chunk: Buffer): void {
		let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		this.socket.cork();
		for (let whole = wholePacket(bytes); whole !== undefined; whole = wholePacket(bytes)) {
			this.onPacket(bytes[0] ?? 0, bytes.subarray(whole.start, whole.end));
			bytes = bytes.subarray(whole.end);
		}
		this.socket.uncork();
		this.#rest = bytes;
	}
}

/** All packets here are shorter than 2^14 bytes: one or two bytes of length. */
function wholePacket(bytes: Buffer): { readonly start: number; readonly end: number } | undefined {
	const first = bytes[1];
	if (first === undefined || (first > 127 && bytes.length < 3)) return undefined;
	const length = first > 127 ? (first & 127) + ((bytes[2] ?? 0) << 7) : first;
	const start = first > 127 ? 3 : 2;
	return bytes.length < start + length ? undefined : { start, end: start + length };
}

function packet(header: number, ...parts: (Buffer | number[])[]): Buffer {
	const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
	const length = body.length > 127 ? [(body.length & 127) | 128, body.length >> 7] : [body.length];
	return Buffer.concat([Buffer.from([header, ...length]), body]);
}

function text(value: string): Buffer {
	const bytes = Buffer.from(value);
	return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}
