import { createServer, type Socket } from "node:net";
import { listen, type TestServer } from "./hostile-servers.js";

const handshake = 22;
const recordHeader = 5;
/** The generator of secp256r1: a point whose private key, 1, everybody knows. */
const generator = Buffer.from(
	"046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" +
		"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
	"hex",
);

/** How the server leaves out the signature under its key exchange: hash and signature algorithm, then an empty signature. */
export const unsigned = { anonymous: Buffer.from([0, 0, 0, 0]), noHash: Buffer.from([0, 1, 0, 1, 0]) } as const;

/**
 * TLS 1.2 up to ServerHelloDone with a chain whose key it has not got. `onAnswer` is called when the client goes on with the handshake,
 * that is, when it would encrypt its MQTT for a stranger.
 */
export function startUnsignedServer(chain: Buffer[], ending: Buffer, onAnswer: () => void): Promise<TestServer> {
	const server = createServer((socket) => {
		socket.once("data", () => {
			for (const message of serverMessages(chain, ending)) socket.write(record(message));
			onRecord(socket, (type) => type === handshake && onAnswer());
		});
	});
	return listen(server);
}

function serverMessages(chain: Buffer[], ending: Buffer): Buffer[] {
	const sized = chain.map((certificate) => Buffer.concat([size(certificate.length), certificate]));
	const suite = Buffer.from([0xc0, 0x2f]);
	return [
		message(2, Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0]), suite, Buffer.from([0])),
		message(11, size(sized.reduce((sum, { length }) => sum + length, 0)), ...sized),
		message(12, Buffer.from([3, 0, 23, generator.length]), generator, ending),
		message(14),
	];
}

function message(type: number, ...parts: Buffer[]): Buffer {
	const body = Buffer.concat(parts);
	return Buffer.concat([Buffer.from([type]), size(body.length), body]);
}

/** 24 bits */
function size(length: number): Buffer {
	return Buffer.from([length >> 16, length >> 8, length]);
}

function record(body: Buffer): Buffer {
	return Buffer.concat([Buffer.from([handshake, 3, 3, body.length >> 8, body.length]), body]);
}

function onRecord(socket: Socket, listener: (type: number) => void): void {
	let pending = Buffer.alloc(0);
	socket.on("data", (bytes: Buffer) => {
		pending = Buffer.concat([pending, bytes]);
		while (pending.length >= recordHeader && pending.length >= recordHeader + pending.readUInt16BE(3)) {
			listener(pending[0] ?? 0);
			pending = pending.subarray(recordHeader + pending.readUInt16BE(3));
		}
	});
}
