import assert from "node:assert/strict";
import fc from "fast-check";
import { LineSplitter } from "../../../../host-tools/board/monitor/line-splitter.js";
import { logEvents } from "../../../../host-tools/board/monitor/log-events.js";
import { plainText } from "../../../../host-tools/board/monitor/plain-text.js";

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

describe("logEvents", () => {
	it("decodes the firmware's events as those of the virtual device", () => {
		assert.deepEqual(logEvents("d", 'thingsmith {"level":"info","event":"state","from":"a","to":"b"}'), [
			{ event: "state", device: "d", from: "a", to: "b" },
		]);
		assert.deepEqual(
			logEvents("d", 'thingsmith {"level":"error","event":"failed","code":"claim-expired","message":"m"}'),
			[{ event: "gave-up", device: "d", code: "claim-expired", message: "m" }],
		);
	});

	it("gives other lines as they are, and empty ones not at all", () => {
		assert.deepEqual(logEvents("d", "ESP-ROM:esp32c3"), [{ event: "line", device: "d", text: "ESP-ROM:esp32c3" }]);
		assert.deepEqual(logEvents("d", "thingsmith {"), [{ event: "line", device: "d", text: "thingsmith {" }]);
		assert.deepEqual(logEvents("d", "\x1b[0m "), []);
	});

	it("lets no escape sequence through that JSON spells out", () => {
		const [happened] = logEvents(
			"d",
			'thingsmith {"level":"info","event":"thing.registered","thingName":"\\u001b[2Jx"}',
		);
		assert.equal(JSON.stringify(happened).includes("u001b"), false);
	});
});
