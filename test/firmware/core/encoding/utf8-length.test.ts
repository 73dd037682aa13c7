import assert from "node:assert/strict";
import fc from "fast-check";
import { utf8Length } from "../../../../firmware/core/encoding/utf8-length.js";

describe("utf8Length()", () => {
	it("counts what an encoder makes of any text", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (text) => {
				assert.equal(utf8Length(text), new TextEncoder().encode(text).length);
			}),
		);
		assert.equal(utf8Length("aß€😀"), 1 + 2 + 3 + 4);
	});
});
