import assert from "node:assert/strict";
import fc from "fast-check";
import {
	decodeHeader,
	decodeRecord,
	encodeHeader,
	encodeRecord,
	type RingRecord,
	readingRecords,
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

function only(records: readonly RingRecord[]): RingRecord {
	const [record] = records;
	assert.ok(record !== undefined && records.length === 1);
	return record;
}

const record = fc.record(
	{
		kind: fc.integer({ min: 2, max: 7 }),
		value: fc.integer({ min: -32_768, max: 32_767 }),
		number: word,
		time: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
	},
	{ noNullPrototype: true },
);

describe("a record of the readings partition", () => {
	it("has the bytes that docs/readings-partition.md says", () => {
		const taken = { hundredths: -1234, sequence: 0x01020304, base: "wall", time: 0x05_0607_0809 } as const;
		const bytes = Buffer.from(encodeRecord(only(readingRecords(taken)), 7));
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
			assert.deepEqual(recordedReading(only(readingRecords(reading))), reading);
		}
		assert.equal(recordedReading({ kind: 6, value: 0, number: 1, time: 0 }), undefined);
	});

	it("keeps what was measured besides, in a record before it, whose bytes docs/readings-partition.md says", () => {
		const taken = { hundredths: 2153, sequence: 17, base: "wall", time: 42 } as const;
		for (const measured of [{ humidity: 4567, pascals: 101_325 }, { humidity: 0 }, { pascals: 30_000 }]) {
			const [before, record] = readingRecords({ ...taken, ...measured });
			assert.ok(before && record);
			assert.equal(recordedReading(before), undefined);
			assert.deepEqual(recordedReading(record, before), { ...taken, ...measured });
			assert.deepEqual(recordedReading(record), taken);
			assert.deepEqual(recordedReading({ ...record, number: 18 }, before), { ...taken, sequence: 18 });
			// What a later version may keep in the bits that are spare.
			const later = { ...before, time: before.time + 800 * 2 ** 18 + 2 ** 34 };
			assert.deepEqual(recordedReading(record, later), { ...taken, ...measured });
		}
		const [before] = readingRecords({ ...taken, humidity: 4567, pascals: 101_325 });
		assert.ok(before);
		// The checksum is Python's zlib.crc32(bytes.fromhex("07000000" "0703d71111000000cd8b0100")).
		assert.equal(Buffer.from(encodeRecord(before, 7)).toString("hex"), "0703d71111000000cd8b0100e23c033a");
	});
});
