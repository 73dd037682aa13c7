import assert from "node:assert/strict";
import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { crc32 } from "../../../../firmware/core/encoding/crc32.js";

const ascii = (text: string) => Uint8Array.from(Buffer.from(text));

describe("CRC-32", () => {
	// Check values from the catalogue of parametrised CRC algorithms and from zlib.
	for (const [text, expected] of [
		["", 0x00000000],
		["a", 0xe8b7be43],
		["123456789", 0xcbf43926],
		["The quick brown fox jumps over the lazy dog", 0x414fa339],
	] as const) {
		it(`of "${text}" is 0x${expected.toString(16)}`, () => {
			assert.equal(crc32(ascii(text)), expected);
		});
	}

	it("of bytes that are all ones or all zeros is known too", () => {
		assert.equal(crc32(new Uint8Array(32)), 0x190a55ad);
		assert.equal(crc32(new Uint8Array(32).fill(0xff)), 0xff6cab0b);
	});

	it("is the same however the bytes are cut into parts", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
				const whole = crc32(bytes);
				assert.equal(crc32(bytes.subarray(0, cut), bytes.subarray(cut)), whole);
				// Node 20.15 and later have it; where it is missing the known values above have to do.
				if (typeof zlibCrc32 === "function") assert.equal(whole, zlibCrc32(bytes));
			}),
		);
	});
});
