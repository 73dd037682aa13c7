import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeHeader, encodeHeader } from "../../../../../firmware/core/telemetry/ring/header.js";
import { flippedBits } from "../../../../support/flipped-bits.js";

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const header = fc.record(
	{ generation: word, run: word, first: word, settled: word, dropped: word, absorbed: word },
	{ noNullPrototype: true },
);

describe("a block's header", () => {
	it("reads as it was written, and with a wrong bit is none", () => {
		fc.assert(
			fc.property(header, (written) => {
				const bytes = encodeHeader(written);
				assert.deepEqual(decodeHeader(bytes), written);
				for (const damaged of flippedBits(bytes)) assert.equal(decodeHeader(damaged), undefined);
			}),
			{ numRuns: 20 },
		);
	});

	it("is none in erased bytes", () => {
		assert.equal(decodeHeader(new Uint8Array(32).fill(0xff)), undefined);
		assert.equal(decodeHeader(new Uint8Array(32)), undefined);
	});
});
