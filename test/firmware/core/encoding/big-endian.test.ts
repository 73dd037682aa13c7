import assert from "node:assert/strict";
import fc from "fast-check";
import { fromBigEndian, toBigEndian } from "../../../../firmware/core/encoding/big-endian.js";

describe("big-endian bytes", () => {
	it("are the number that their hexadecimal digits are", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 32 }), (words) => {
				const bytes = new Uint8Array(words.length * 8 + 3).subarray(3);
				bytes.set(words);
				const number = fromBigEndian(bytes);
				assert.equal(number, BigInt(`0x${Buffer.from(bytes).toString("hex")}`));
				assert.deepEqual(toBigEndian(number, bytes.length), Uint8Array.from(bytes));
			}),
		);
	});
});
