import assert from "node:assert/strict";
import fc from "fast-check";
import { plainText } from "../../../../host-tools/board/monitor/plain-text.js";

describe("plainText", () => {
	it("takes colours, cursor movements, titles and other control characters away", () => {
		assert.equal(plainText("\x1b[0;32mI (27) boot\x1b[0m"), "I (27) boot");
		assert.equal(plainText("\x1b]0;title\x07a\x1b[2J\x1b[Hb\x07\tc"), "ab\tc");
	});

	it("leaves nothing that a terminal would obey", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be left
				assert.equal(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/.test(plainText(text)), false);
			}),
		);
	});
});
