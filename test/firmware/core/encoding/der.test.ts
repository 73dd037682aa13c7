import assert from "node:assert/strict";
import fc from "fast-check";
import { der, derInteger } from "../../../../firmware/core/encoding/der.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("DER", () => {
	it("writes lengths of one, two and three bytes", () => {
		const heads = new Map([
			[0, "0400"],
			[127, "047f"],
			[128, "048180"],
			[255, "0481ff"],
			[256, "04820100"],
			[65_535, "0482ffff"],
		]);
		for (const [length, head] of heads) {
			const element = der(0x04, new Uint8Array(length));
			assert.equal(hex(element.subarray(0, head.length / 2)), head);
			assert.equal(element.length, head.length / 2 + length);
		}
	});

	it("puts contents one after the other", () => {
		assert.equal(hex(der(0x30, [1, 2], Uint8Array.of(), Uint8Array.of(3))), "3003010203");
	});

	for (const [value, expected] of [
		[0n, "020100"],
		[127n, "02017f"],
		[128n, "02020080"],
		[255n, "020200ff"],
		[256n, "02020100"],
		[65537n, "0203010001"],
		[(1n << 63n) - 1n, "02087fffffffffffffff"],
		[1n << 63n, "0209008000000000000000"],
	] as const) {
		it(`writes the INTEGER ${value} in the least bytes`, () => assert.equal(hex(derInteger(value)), expected));
	}

	it("writes INTEGERs that read as what they are", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: (1n << 900n) - 1n }), (value) => {
				const element = derInteger(value);
				const content = element.subarray(element.length - (element[1] as number));
				assert.equal(BigInt(`0x${hex(content)}`), value);
				assert.ok((content[0] as number) < 0x80, "positive");
				assert.ok(content.length === 1 || content[0] !== 0 || (content[1] as number) >= 0x80, "no byte too many");
			}),
		);
	});
});
