import assert from "node:assert/strict";
import fc from "fast-check";
import { generate } from "mqtt-packet";
import { PacketFrames } from "../../../../../host-tools/emulator/broker/connection/packet-frames.js";

const limit = 4096;

function publish(payload: Uint8Array): Buffer {
	return generate({ cmd: "publish", topic: "a/b", payload: Buffer.from(payload), qos: 0, retain: false, dup: false });
}

function framesOf(chunks: readonly Buffer[]): Buffer[] {
	const frames = new PacketFrames(limit);
	const found: Buffer[] = [];
	for (const chunk of chunks) {
		frames.push(chunk);
		for (let next = frames.next(); next !== undefined; next = frames.next()) found.push(Buffer.from(next));
	}
	return found;
}

describe("PacketFrames", () => {
	it("finds the same packets however the bytes are cut", () => {
		const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
		fc.assert(
			fc.property(payloads, fc.array(fc.nat(1500), { maxLength: 12 }), (bodies, cuts) => {
				const packets = bodies.map(publish);
				const bytes = Buffer.concat(packets);
				const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
				const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
				assert.deepEqual(framesOf(chunks), packets);
			}),
		);
	});

	it("takes a packet byte by byte", () => {
		const packet = publish(new Uint8Array(200));
		assert.deepEqual(framesOf([...packet].map((byte) => Buffer.from([byte]))), [packet]);
	});

	it("holds of a packet that came in part its own bytes, not the chunk that brought them", () => {
		const frames = new PacketFrames(limit);
		const packets = Buffer.concat([publish(new Uint8Array(900)), publish(new Uint8Array(50))]);
		const chunk = Buffer.from(packets);
		frames.push(chunk.subarray(0, -10));
		frames.next();
		assert.equal(frames.next(), undefined);
		assert.equal(frames.length, 47);
		chunk.subarray(0, -10).fill(0xff);
		frames.push(chunk.subarray(-10));
		assert.deepEqual(frames.next(), packets.subarray(-57));
	});

	it("refuses a packet that is too long by its first bytes", () => {
		const frames = new PacketFrames(limit);
		// 4095 bytes behind a header of three.
		frames.push(Buffer.from([0x30, 0xff, 0x1f]));
		assert.throws(() => frames.next(), { code: "packet-too-large", message: /announced 4095 bytes/ });
	});

	it("refuses a length of more than four bytes", () => {
		const frames = new PacketFrames(limit);
		frames.push(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]));
		assert.throws(() => frames.next(), { code: "protocol-error" });
	});
});
