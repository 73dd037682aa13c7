import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";

/** Sent by broker.ts. */
export interface LoadTask {
	readonly port: number;
	readonly rootCaPem: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	readonly publishers: number;
	readonly messagesPerPublisher: number;
}

export interface LoadReport {
	readonly messages: number;
	/** From the first PUBLISH until all were acknowledged and delivered. */
	readonly seconds: number;
}

/** Messages a publisher has under way; AWS allows 100. */
const window = 50;

/**
 * The least an MQTT 3.1.1 client can do, so that the broker and not the load is what is measured. `onPacket` gets type
 * (the first byte) and body of each packet.
 */
class RawClient {
	readonly socket: TLSSocket;
	onPacket: (header: number, body: Buffer) => void = () => {};
	#rest: Buffer = Buffer.alloc(0);

	constructor(socket: TLSSocket) {
		this.socket = socket;
		socket.on("data", (chunk: Buffer) => this.#read(chunk));
	}

	async reply(packet: Buffer): Promise<void> {
		const answered = new Promise<void>((resolve) => {
			this.onPacket = () => resolve();
		});
		this.socket.write(packet);
		await answered;
	}

	#read(chunk: Buffer): void {
		let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		this.socket.cork();
		for (;;) {
			// All packets here are shorter than 2^14 bytes: one or two bytes of length.
			const first = bytes[1];
			if (first === undefined || (first > 127 && bytes.length < 3)) break;
			const length = first > 127 ? (first & 127) + ((bytes[2] ?? 0) << 7) : first;
			const start = first > 127 ? 3 : 2;
			if (bytes.length < start + length) break;
			this.onPacket(bytes[0] ?? 0, bytes.subarray(start, start + length));
			bytes = bytes.subarray(start + length);
		}
		this.socket.uncork();
		this.#rest = bytes;
	}
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

async function open({ port, rootCaPem: ca, certificatePem: cert, privateKeyPem: key }: LoadTask, clientId: string) {
	const socket = connect({ host: "127.0.0.1", port, ca, cert, key });
	await once(socket, "secureConnect");
	socket.setNoDelay(true);
	const client = new RawClient(socket);
	//                          version 3.1.1, clean session, keep alive 60 s
	await client.reply(packet(0x10, text("MQTT"), [4, 2, 0, 60], text(clientId)));
	return client;
}

/** One publisher and its subscriber. */
async function openPair(task: LoadTask, index: number) {
	const topic = `bench-${index}/temperature`;
	const subscriber = await open(task, `bench-subscriber-${index}`);
	await subscriber.reply(packet(0x82, [0, 1], text(topic), [1]));
	return { topic, subscriber, publisher: await open(task, `bench-publisher-${index}`) };
}

type Pair = Awaited<ReturnType<typeof openPair>>;

function transfer(total: number, { topic, subscriber, publisher }: Pair): Promise<unknown> {
	const reading = { temperature: 21.53, unit: "celsius", sequence: 17, timestamp: "2026-01-01T00:00:00.000Z" };
	const payload = Buffer.from(JSON.stringify(reading));
	let sent = 0;
	const publish = () => {
		sent += 1;
		const id = (sent % 65_535) + 1;
		publisher.socket.write(packet(0x32, text(topic), [id >> 8, id & 255], payload));
	};
	const acknowledged = count(total, (done) => {
		publisher.onPacket = () => {
			if (sent < total) publish();
			done();
		};
	});
	const delivered = count(total, (done) => {
		subscriber.onPacket = (_, body) => {
			const at = 2 + body.readUInt16BE(0);
			subscriber.socket.write(packet(0x40, body.subarray(at, at + 2)));
			done();
		};
	});
	for (let n = 0; n < window; n++) publish();
	return Promise.all([acknowledged, delivered]);
}

function count(total: number, start: (done: () => void) => void): Promise<void> {
	let left = total;
	return new Promise((resolve) => {
		start(() => {
			left -= 1;
			if (left === 0) resolve();
		});
	});
}

async function run(task: LoadTask): Promise<LoadReport> {
	const pairs = await Promise.all(Array.from({ length: task.publishers }, (_, index) => openPair(task, index)));
	const started = performance.now();
	await Promise.all(pairs.map((pair) => transfer(task.messagesPerPublisher, pair)));
	const seconds = (performance.now() - started) / 1000;
	for (const { publisher, subscriber } of pairs) {
		publisher.socket.end();
		subscriber.socket.end();
	}
	return { messages: task.publishers * task.messagesPerPublisher, seconds };
}

const [task] = (await once(process, "message")) as [LoadTask];
process.send?.(await run(task));
