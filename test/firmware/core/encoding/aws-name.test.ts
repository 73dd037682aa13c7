import assert from "node:assert/strict";
import fc from "fast-check";
import { hasOnlyNameCharacters } from "../../../../firmware/core/encoding/aws-name.js";

describe("hasOnlyNameCharacters()", () => {
	it("is what AWS's pattern of thing names says, whatever the text", () => {
		const characters = fc.string({ unit: fc.constantFrom(..."azAZ09:_-/@[`{ é\0"), maxLength: 6 });
		fc.assert(
			fc.property(fc.oneof(characters, fc.string({ unit: "binary" })), (text) => {
				assert.equal(hasOnlyNameCharacters(text, ":_-"), /^[a-zA-Z0-9:_-]*$/.test(text));
			}),
		);
	});

	it("takes of other characters only those it is told", () => {
		assert.equal(hasOnlyNameCharacters("a:b", "_-"), false);
		assert.equal(hasOnlyNameCharacters("a_b-c", "_-"), true);
	});
});
