import assert from "node:assert/strict";
import fc from "fast-check";
import { SlipDecoder, slipEncode } from "./slip.js";

const payload = fc.uint8Array({ minLength: 1, maxLength: 64 }).map((bytes) => Uint8Array.from(bytes));
/** Rich in the bytes that SLIP escapes. */
const hard = fc
	.array(fc.constantFrom(0xc0, 0xdb, 0xdc, 0xdd, 0x00), { minLength: 1, maxLength: 32 })
	.map((bytes) => Uint8Array.from(bytes));

describe("SLIP", () => {
	it("gives back what was encoded, however the stream is cut", () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(payload, hard), { maxLength: 5 }),
				fc.integer({ min: 1, max: 9 }),
				(payloads, step) => {
					const stream = Buffer.concat(payloads.map(slipEncode));
					const decoder = new SlipDecoder();
					const got: Uint8Array[] = [];
					for (let at = 0; at < stream.length; at += step) got.push(...decoder.push(stream.subarray(at, at + step)));
					assert.deepEqual(got, payloads);
				},
			),
		);
	});

	it("has END at both ends of a frame and nowhere else", () => {
		fc.assert(
			fc.property(fc.oneof(payload, hard), (bytes) => {
				const frame = slipEncode(bytes);
				assert.equal(frame.indexOf(0xc0), 0);
				assert.equal(frame.indexOf(0xc0, 1), frame.length - 1);
			}),
		);
	});

	it("drops what stands between frames", () => {
		fc.assert(
			fc.property(payload, fc.uint8Array({ maxLength: 20 }), (bytes, noise) => {
				const text = noise.filter((byte) => byte !== 0xc0);
				const stream = Buffer.concat([text, slipEncode(bytes), text, slipEncode(bytes), text]);
				assert.deepEqual(new SlipDecoder().push(stream), [bytes, bytes]);
			}),
		);
	});

	it("understands again after any noise, two frames later at most", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 40 }), payload, (noise, bytes) => {
				const decoder = new SlipDecoder();
				decoder.push(Uint8Array.from(noise));
				const got = [1, 2, 3].flatMap(() => decoder.push(slipEncode(bytes)));
				assert.deepEqual(got.at(-1), bytes);
			}),
		);
	});

	it("drops a frame with a wrong escape, and one that is too long", () => {
		assert.deepEqual(new SlipDecoder().push(Uint8Array.of(0xc0, 1, 0xdb, 2, 0xc0, 3, 0xc0)), [Uint8Array.of(3)]);
		assert.deepEqual(new SlipDecoder(2).push(Uint8Array.of(0xc0, 1, 2, 3, 0xc0, 4, 0xc0)), [Uint8Array.of(4)]);
	});
});
