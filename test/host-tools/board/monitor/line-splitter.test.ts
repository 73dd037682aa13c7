import assert from "node:assert/strict";
import fc from "fast-check";
import { LineSplitter } from "../../../../host-tools/board/monitor/line-splitter.js";

describe("LineSplitter", () => {
	it("gives the same lines however the bytes are cut, also within a character", () => {
		const line = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, ""));
		fc.assert(
			fc.property(fc.array(line), fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 9 }), (lines, end, step) => {
				const bytes = Buffer.from(lines.map((one) => one + end).join(""));
				const splitter = new LineSplitter();
				const found: string[] = [];
				for (let at = 0; at < bytes.length; at += step) found.push(...splitter.split(bytes.subarray(at, at + step)));
				// A byte order mark at the start is no character of the text.
				assert.deepEqual(found.join("\n").replace(/^\ufeff/, ""), lines.join("\n").replace(/^\ufeff/, ""));
				assert.deepEqual(splitter.flush(), []);
			}),
		);
	});

	it("holds no more than a bounded part of a line that never ends, and gives what is left at the end", () => {
		const splitter = new LineSplitter();
		const pieces = splitter.split(new Uint8Array(100_000).fill(0x61));
		assert.ok(pieces.every(({ length }) => length === 8192));
		assert.equal(pieces.length, 12);
		assert.equal(splitter.flush()[0]?.length, 100_000 - 12 * 8192);
	});
});
