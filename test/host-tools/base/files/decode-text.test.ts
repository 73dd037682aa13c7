import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeText } from "../../../../host-tools/base/files/decode-text.js";

describe("decodeText()", () => {
	it("gives back any text in UTF-8, and in UTF-16 of either order with its mark", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (text) => {
				const marked = Buffer.from(`\ufeff${text}`, "utf16le");
				assert.equal(decodeText(marked), text);
				assert.equal(decodeText(Buffer.from(marked).swap16()), text);
				assert.equal(decodeText(Buffer.from(`\ufeff${text}`)), text);
			}),
		);
	});

	it("gives back a text of Latin letters in UTF-16 without a mark", () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[ -~\n]+$/), (text) => {
				assert.equal(decodeText(Buffer.from(text)), text);
				assert.equal(decodeText(Buffer.from(text, "utf16le")), text);
				assert.equal(decodeText(Buffer.from(text, "utf16le").swap16()), text);
			}),
		);
	});

	it("passes over half a character at the end", () => {
		assert.equal(decodeText(Buffer.of(0xfe, 0xff, 0, 0x41, 0)), "A");
		assert.equal(decodeText(Buffer.of(0xff, 0xfe, 0x41, 0, 0x42)), "A");
	});
});
