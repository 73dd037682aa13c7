import assert from "node:assert/strict";
import fc from "fast-check";
import { readGetStream } from "../../../../../host-tools/emulator/services/streams/get-stream-request.js";
import { requestedBlocks, runsOf } from "../../../../../host-tools/emulator/services/streams/requested-blocks.js";
import { StreamRejection } from "../../../../../host-tools/emulator/services/streams/stream-rejection.js";

const asked = (members: object) => readGetStream(new Map(Object.entries({ f: 0, l: 256, ...members })));
const blocks = (members: object, size = 1_000_000) => requestedBlocks(asked(members), size);
const rejected = (code: string) => (error: unknown) => error instanceof StreamRejection && error.code === code;

describe("Requests for blocks", () => {
	it("name blocks by a bitmap from an offset, as in AWS's example", () => {
		assert.deepEqual(blocks({ o: 20, n: 32, b: "0x130080" }), [20, 21, 24, 43]);
		assert.deepEqual(blocks({ o: 20, n: 3, b: "130080" }), [20, 21, 24]);
		assert.deepEqual(blocks({ o: 20, b: Uint8Array.of(0x13, 0, 0x80) }, 22 * 256), [20, 21]);
		assert.deepEqual(blocks({ b: "0x00" }), []);
	});

	it("name consecutive blocks by their number, up to the end of the file", () => {
		assert.deepEqual(blocks({ o: 2, n: 3 }), [2, 3, 4]);
		assert.deepEqual(blocks({ o: 2, n: 3 }, 3 * 256 + 1), [2, 3]);
		assert.deepEqual(blocks({ o: 4 }, 4 * 256), []);
		assert.deepEqual(blocks({ n: 0 }), []);
	});

	it("yield 128 KB at most", () => {
		assert.equal(blocks({}).length, 512);
		assert.equal(blocks({ n: 98_304 }).length, 512);
		assert.deepEqual(blocks({ l: 131_072, n: 5, o: 1 }), [1]);
		assert.equal(blocks({ l: 50_000, n: 5 }).length, 2);
		assert.equal(blocks({ b: "ff".repeat(12_288) }, 24 * 1024 * 1024).length, 512);
	});

	for (const [members, code] of [
		[{ l: 255 }, "BlockSizeOutOfBounds"],
		[{ l: 131_073 }, "BlockSizeOutOfBounds"],
		[{ l: undefined }, "InvalidRequest"],
		[{ l: "256" }, "InvalidRequest"],
		[{ f: undefined }, "InvalidRequest"],
		[{ f: 256 }, "InvalidRequest"],
		[{ f: -1 }, "InvalidRequest"],
		[{ o: -1 }, "OffsetOutOfBounds"],
		[{ o: 98_305 }, "OffsetOutOfBounds"],
		[{ o: 1.5 }, "InvalidRequest"],
		[{ n: 98_305 }, "BlockCountLimitExceeded"],
		[{ n: -1 }, "BlockCountLimitExceeded"],
		[{ b: "00".repeat(12_289) }, "BlockBitmapLimitExceeded"],
		[{ b: Buffer.alloc(12_289) }, "BlockBitmapLimitExceeded"],
		[{ b: "0x1" }, "InvalidRequest"],
		[{ b: "xy" }, "InvalidRequest"],
		[{ b: 7 }, "InvalidRequest"],
		[{ s: "1" }, "InvalidRequest"],
	] as const) {
		it(`are refused as ${code}: ${JSON.stringify(members).slice(0, 40)}`, () => {
			assert.throws(() => asked(members), rejected(code));
		});
	}

	it("property: blocks rise, are in the file, and runs are the same blocks", () => {
		const requests = fc.record({
			blockSize: fc.integer({ min: 256, max: 131_072 }),
			offset: fc.integer({ min: 0, max: 200 }),
			count: fc.option(fc.nat(600), { nil: undefined }),
			bitmap: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
		});
		fc.assert(
			fc.property(requests, fc.nat(200_000), (request, size) => {
				const numbers = requestedBlocks({ ...request, streamVersion: undefined, fileId: 0 }, size);
				assert.ok(numbers.every((block, index) => index === 0 || block > (numbers[index - 1] ?? 0)));
				assert.ok(numbers.every((block) => block >= request.offset && block * request.blockSize < size));
				assert.ok(numbers.length * request.blockSize <= 131_072);
				const again = runsOf(numbers).flatMap(({ first, count }) => Array.from({ length: count }, (_, n) => first + n));
				assert.deepEqual(again, numbers);
			}),
		);
	});
});
