import assert from "node:assert/strict";
import fc from "fast-check";
import { isNestedTooDeeply } from "../../../../firmware/core/encoding/json-nesting.js";

function bytes(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

describe("isNestedTooDeeply()", () => {
	it("takes 32 levels and no more, of arrays and objects", () => {
		for (const [open, close] of [
			["[", "]"],
			['{"a":', "}"],
		] as const) {
			assert.equal(isNestedTooDeeply(bytes(`${open.repeat(32)}1${close.repeat(32)}`)), false);
			assert.equal(isNestedTooDeeply(bytes(`${open.repeat(33)}1${close.repeat(33)}`)), true);
		}
		assert.equal(isNestedTooDeeply(bytes("[".repeat(4000))), true);
	});

	it("counts no bracket of a string", () => {
		const brackets = "[".repeat(100);
		assert.equal(isNestedTooDeeply(bytes(JSON.stringify([brackets, `\\"${brackets}`, `"${brackets}\\`]))), false);
	});

	it("takes JSON of fewer levels, whatever it holds", () => {
		fc.assert(fc.property(fc.json({ maxDepth: 20 }), (text) => assert.equal(isNestedTooDeeply(bytes(text)), false)));
	});
});
