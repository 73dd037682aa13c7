import assert from "node:assert/strict";
import fc from "fast-check";
import { ServerFlight } from "../../../../firmware/adapters/mqtt/server-flight.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";

const ecdhe = [0xc0, 0x2f];
const rsa = [0x00, 0x2f];
const offeredId = Uint8Array.of(1, 2, 3, 4);
const offering = { clientSessionID: offeredId.buffer, clientCipher: null };
const fresh = { clientSessionID: undefined, clientCipher: null };
const answered = { clientSessionID: undefined, clientCipher: {} };

const changeCipherSpec = Uint8Array.of(20, 3, 3, 0, 1, 1);
const certificate = message(11, [0, 0, 0]);
const certificateRequest = message(13, [1, 1, 0, 0, 0, 0]);
const done = message(14, []);

describe("what a TLS server sends in the clear", () => {
	it("is taken in the order of a full handshake with ECDHE, in one record or several", () => {
		const messages = [hello(ecdhe), certificate, keyExchange(4, 1), certificateRequest, done];
		const flight = new ServerFlight();
		for (const each of messages) flight.take(record(each), fresh);
		flight.take(changeCipherSpec, answered);
		flight.take(Uint8Array.of(22, 3, 3, 0, 2, 255, 255), answered);
		assert.equal(flight.isFull, true);
		new ServerFlight().take(record(messages.flat()), fresh);
	});

	it("is taken without key exchange where RSA serves for it", () => {
		new ServerFlight().take(record([hello(rsa), certificate, done].flat()), fresh);
		refuses([hello(rsa), certificate, keyExchange(4, 1)]);
	});

	for (const [hash, signature] of [
		[0, 0],
		[0, 1],
		[4, 0],
		[1, 1],
		[2, 1],
		[4, 2],
		[9, 1],
	] as const) {
		it(`is refused with a key exchange under hash ${hash} and signature ${signature}`, () => {
			const flight = new ServerFlight();
			const sent = record([hello(ecdhe), certificate, keyExchange(hash, signature)].flat());
			assert.throws(
				() => flight.take(sent, fresh),
				(error: unknown) => error instanceof DeviceError && error.code === "server-untrusted",
			);
		});
	}

	it("is refused with an empty signature, and with one that does not end where the message does", () => {
		refuses([hello(ecdhe), certificate, keyExchange(4, 1, [0, 0])]);
		refuses([hello(ecdhe), certificate, keyExchange(4, 1, [0, 2, 7])]);
		refuses([hello(ecdhe), certificate, keyExchange(4, 1, [0, 1, 7, 7])]);
		refuses([hello(ecdhe), certificate, message(12, [3])]);
	});

	it("is refused in any order but these", () => {
		const parts = [
			hello(ecdhe),
			hello(rsa),
			certificate,
			keyExchange(4, 1),
			certificateRequest,
			done,
			message(20, [0]),
		];
		const orders = ["0235", "02345", "125", "1245"];
		fc.assert(
			fc.property(fc.array(fc.nat(parts.length - 1), { minLength: 1, maxLength: 6 }), (order) => {
				const allowed = orders.some((legal) => legal.startsWith(order.join("")));
				const flight = new ServerFlight();
				const send = () => flight.take(record(order.flatMap((index) => parts[index] ?? [])), fresh);
				if (allowed) send();
				else assert.throws(send);
			}),
			{ numRuns: 2000 },
		);
	});

	it("resumes only the session that was offered, and then has nothing but ChangeCipherSpec to say", () => {
		const resumed = new ServerFlight();
		resumed.take(record(hello(ecdhe, offeredId)), offering);
		assert.equal(resumed.isFull, false);
		assert.throws(() => resumed.take(record(certificate), offering));
		resumed.take(changeCipherSpec, offering);

		for (const id of [Uint8Array.of(), Uint8Array.of(1, 2, 3, 5)]) {
			const other = new ServerFlight();
			other.take(record(hello(ecdhe, id)), offering);
			assert.equal(other.isFull, true);
			assert.throws(() => other.take(changeCipherSpec, offering), /too early/);
		}
		const unasked = new ServerFlight();
		unasked.take(record(hello(ecdhe, offeredId)), fresh);
		assert.equal(unasked.isFull, true);
	});

	it("is refused when ChangeCipherSpec comes before our own, or data in the clear", () => {
		const flight = new ServerFlight();
		assert.throws(() => flight.take(changeCipherSpec, fresh));
		flight.take(record([hello(ecdhe), certificate, keyExchange(4, 1), done].flat()), fresh);
		assert.throws(() => flight.take(changeCipherSpec, fresh));
		assert.throws(() => flight.take(Uint8Array.of(23, 3, 3, 0, 1, 0), answered));
		flight.take(Uint8Array.of(21, 3, 3, 0, 2, 2, 40), answered);
	});

	it("is refused with a message cut off by its record", () => {
		refuses([hello(ecdhe).slice(0, -1)]);
		refuses([[2, 0]]);
	});

	it("never hangs on bytes that are no TLS", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
				try {
					new ServerFlight().take(Uint8Array.of(22, 3, 3, 0, 0, ...bytes), fresh);
				} catch (error) {
					assert.ok(error instanceof Error);
				}
			}),
		);
	});
});

function refuses(messages: number[][]): void {
	assert.throws(() => new ServerFlight().take(record(messages.flat()), fresh));
}

function hello(suite: number[], id = Uint8Array.of()): number[] {
	return message(2, [3, 3, ...new Array<number>(32).fill(5), id.byteLength, ...id, ...suite, 0]);
}

/** ServerKeyExchange with a point of 65 bytes; `signed` is length and signature. */
function keyExchange(hash: number, signature: number, signed = [0, 2, 7, 7]): number[] {
	return message(12, [3, 0, 23, 65, ...new Array<number>(65).fill(4), hash, signature, ...signed]);
}

function message(type: number, body: number[]): number[] {
	return [type, 0, body.length >> 8, body.length & 0xff, ...body];
}

function record(bytes: number[]): Uint8Array {
	return Uint8Array.of(22, 3, 3, bytes.length >> 8, bytes.length & 0xff, ...bytes);
}
