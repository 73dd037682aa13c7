import assert from "node:assert/strict";
import fc from "fast-check";
import { visibleText } from "../../../host-tools/base/visible-text.js";
import { hostile } from "../../support/hostile-text.js";

describe("visibleText", () => {
	it("writes out what a terminal would obey, and what hides or turns text", () => {
		assert.equal(visibleText("a\x1b[2Jb"), "a\\u001b[2Jb");
		const text = "\x9b31m \x7f \u202e \u2066 \u200f \u2028 \u{e0041} \ud800";
		const expected = "\\u009b31m \\u007f \\u202e \\u2066 \\u200f \\u2028 \\udb40\\udc41 \\ud800";
		assert.equal(visibleText(text), expected);
	});

	it("leaves letters, signs and what is kept as they are", () => {
		assert.equal(visibleText("Büro 21.5 °C ✔ 日本 😀"), "Büro 21.5 °C ✔ 日本 😀");
		assert.equal(visibleText("a\tb\nc\r", "\n\t"), "a\tb\nc\\u000d");
	});

	it("leaves nothing that commands, and JSON means the same afterwards", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const visible = visibleText(JSON.stringify(text));
				assert.doesNotMatch(visible, hostile);
				assert.equal(JSON.parse(visible), text);
			}),
		);
	});
});
