import assert from "node:assert/strict";
import { SignWatch } from "../../../../host-tools/board/diagnosis/sign-watch.js";
import { Transcript } from "../../../../host-tools/board/diagnosis/transcript.js";

const text = (words: string) => Buffer.from(words);

describe("what a monitor says of a board's words", () => {
	it("comes once for each thing, also when it arrives in pieces", () => {
		const signs = new SignWatch();
		assert.equal(signs.take(text("Brownout detec")), undefined);
		assert.equal(signs.take(text("tor was triggered\r\n"))?.code, "brownout");
		assert.equal(signs.take(text("Brownout detector was triggered\r\n")), undefined);
	});

	it("is nothing for a board that runs our firmware, whatever it reports", () => {
		const signs = new SignWatch();
		const line = 'thingsmith {"level":"warning","event":"retry","message":"Wi-Fi Arduino: no such network"}\r\n';
		assert.equal(signs.take(text(line)), undefined);
	});

	it("is made from the last 8 KB", () => {
		const transcript = new Transcript();
		for (let at = 0; at < 100; at++) transcript.add(new Uint8Array(1000).fill(at));
		assert.equal(transcript.bytes.length, 8192);
		assert.equal(transcript.bytes.at(-1), 99);
	});
});
