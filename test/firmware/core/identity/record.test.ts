import assert from "node:assert/strict";
import fc from "fast-check";
import {
	decodeRecord,
	encodeRecord,
	type JournalRecord,
	maximumPayload,
	recordLength,
} from "../../../../firmware/core/identity/record.js";

/**
 * Written out by hand from docs/identity-partition.md; the CRC-32 is Python's
 * `zlib.crc32(bytes.fromhex("54530a011200000003010000") + b'{"thingName":"t7"}')`.
 */
const golden = Uint8Array.from([
	...[0x54, 0x53], // "TS"
	0x0a, // type 10, stagedThing
	0x01, // flags: last record of its transaction
	...[0x12, 0x00, 0x00, 0x00], // payload length 18, little endian
	...[0x03, 0x01, 0x00, 0x00], // sequence 259, little endian
	...[0x35, 0xed, 0x3c, 0xf2], // CRC-32 of the 12 bytes above and the payload, little endian
	...Buffer.from('{"thingName":"t7"}'), // payload
	...new Array<number>(14).fill(0xff), // padding to 48 bytes
]);
const goldenRecord: JournalRecord = {
	type: 10,
	sequence: 259,
	last: true,
	payload: Uint8Array.from(Buffer.from('{"thingName":"t7"}')),
};

const record = fc.record(
	{
		type: fc.integer({ min: 1, max: 255 }),
		sequence: fc.integer({ min: 1, max: 0xffffffff }),
		last: fc.boolean(),
		payload: fc.uint8Array({ maxLength: 300 }),
	},
	{ noNullPrototype: true },
);

describe("a journal record", () => {
	it("is laid out as docs/identity-partition.md says", () => {
		assert.deepEqual(Buffer.from(encodeRecord(goldenRecord)), Buffer.from(golden));
		assert.deepEqual(decodeRecord(golden, 0, 259), goldenRecord);
	});

	it("survives encoding and decoding, at any aligned offset", () => {
		fc.assert(
			fc.property(record, fc.nat(4), (original, units) => {
				const encoded = encodeRecord(original);
				assert.equal(encoded.length, recordLength(original.payload.length));
				assert.equal(encoded.length % 16, 0);
				const bytes = new Uint8Array(units * 16 + encoded.length + 16).fill(0xff);
				bytes.set(encoded, units * 16);
				assert.deepEqual(decodeRecord(bytes, units * 16, original.sequence), original);
			}),
		);
	});

	it("with any one bit of header or payload flipped is none", () => {
		fc.assert(
			fc.property(record, fc.nat(), (original, position) => {
				const encoded = encodeRecord(original);
				const bit = position % ((16 + original.payload.length) * 8);
				encoded[bit >> 3] = (encoded[bit >> 3] as number) ^ (1 << (bit & 7));
				assert.equal(decodeRecord(encoded, 0, original.sequence), undefined);
			}),
			{ numRuns: 1000 },
		);
	});

	it("cut short anywhere is none", () => {
		const encoded = encodeRecord(goldenRecord);
		for (let length = 0; length < encoded.length; length++) {
			assert.equal(decodeRecord(encoded.subarray(0, length), 0, 259), undefined, `${length} bytes`);
		}
	});

	it("torn anywhere, with erased bytes behind, is none", () => {
		const encoded = encodeRecord(goldenRecord);
		for (let length = 0; length < 16 + goldenRecord.payload.length; length++) {
			const torn = new Uint8Array(encoded.length).fill(0xff);
			torn.set(encoded.subarray(0, length));
			assert.equal(decodeRecord(torn, 0, 259), undefined, `torn after ${length} bytes`);
		}
	});

	it("with another sequence number than expected is none: it is left over from an earlier life of the half", () => {
		fc.assert(
			fc.property(record, fc.integer({ min: 1, max: 0xffffffff }), (original, sequence) => {
				fc.pre(sequence !== original.sequence);
				assert.equal(decodeRecord(encodeRecord(original), 0, sequence), undefined);
			}),
		);
	});

	it("is not found in noise, nor in erased flash", () => {
		assert.equal(decodeRecord(new Uint8Array(4096).fill(0xff), 0, 1), undefined);
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 16, maxLength: 200 }), (bytes) => {
				assert.equal(decodeRecord(bytes, 0, 1), undefined);
			}),
		);
	});

	it("with the largest payload is read, with a larger one never", () => {
		const largest = { type: 1, sequence: 1, last: false, payload: new Uint8Array(maximumPayload).fill(7) };
		assert.deepEqual(decodeRecord(encodeRecord(largest), 0, 1), largest);
		const larger = { ...largest, payload: new Uint8Array(maximumPayload + 1) };
		assert.equal(decodeRecord(encodeRecord(larger), 0, 1), undefined);
		assert.equal(maximumPayload, 8192);
	});

	it("gives out a payload of its own", () => {
		const bytes = golden.slice();
		const decoded = decodeRecord(bytes, 0, 259);
		bytes.fill(0);
		assert.deepEqual(decoded, goldenRecord);
	});
});
