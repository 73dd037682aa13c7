import assert from "node:assert/strict";
import fc from "fast-check";
import {
	decodeHeader,
	decodeRecord,
	encodeHeader,
	encodeRecord,
	readingRecord,
	recordedReading,
} from "../../../../../firmware/core/telemetry/ring/ring-format.js";
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

const record = fc.record(
	{
		kind: fc.integer({ min: 2, max: 6 }),
		value: fc.integer({ min: -32_768, max: 32_767 }),
		number: word,
		time: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
	},
	{ noNullPrototype: true },
);

describe("a record of the readings partition", () => {
	it("has the bytes that docs/readings-partition.md says", () => {
		const taken = { hundredths: -1234, sequence: 0x01020304, base: "wall", time: 0x05_0607_0809 } as const;
		const bytes = Buffer.from(encodeRecord(readingRecord(taken), 7));
		// The checksum is Python's zlib.crc32(bytes.fromhex("07000000" "02052efb0403020109080706")).
		assert.equal(bytes.toString("hex"), "02052efb0403020109080706c55e2ad9");
	});

	it("reads as it was written, in its own block only", () => {
		fc.assert(
			fc.property(record, word, word, (written, generation, other) => {
				const bytes = encodeRecord(written, generation);
				assert.deepEqual(decodeRecord(bytes, generation), written);
				if (other !== generation) assert.equal(decodeRecord(bytes, other), undefined);
			}),
		);
	});

	it("with a wrong bit is none", () => {
		fc.assert(
			fc.property(record, word, (written, generation) => {
				for (const bytes of flippedBits(encodeRecord(written, generation)))
					assert.equal(decodeRecord(bytes, generation), undefined);
			}),
			{ numRuns: 20 },
		);
	});

	it("keeps a reading, whatever its time counts from", () => {
		for (const base of ["wall", "run", "none"] as const) {
			const reading = { hundredths: 2153, sequence: 17, base, time: 42 };
			assert.deepEqual(recordedReading(readingRecord(reading)), reading);
		}
		assert.equal(recordedReading({ kind: 6, value: 0, number: 1, time: 0 }), undefined);
	});
});
