import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { deflateBlocks } from "../../../../host-tools/board/bootloader/deflate-blocks.js";

describe("deflateBlocks", () => {
	it("makes one zlib stream in blocks, and knows what each inflates to", async () => {
		const piece = fc.oneof(
			fc.uint8Array({ maxLength: 3000 }),
			fc.nat(100_000).map((length) => new Uint8Array(length).fill(0xff)),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { maxLength: 4 }), fc.integer({ min: 1, max: 2000 }), async (pieces, size) => {
				const bytes = Uint8Array.from(pieces.flatMap((one) => [...one]));
				const { blocks, compressedLength } = await deflateBlocks(bytes, size);
				const stream = Buffer.concat(blocks.map(({ block }) => block));
				assert.equal(stream.length, compressedLength);
				assert.deepEqual(new Uint8Array(inflateSync(stream)), bytes);
				assert.ok(blocks.every(({ block }, index) => block.length === size || index === blocks.length - 1));
				assert.equal(
					blocks.reduce((sum, { length }) => sum + length, 0),
					bytes.length,
				);
			}),
			{ numRuns: 30 },
		);
	});
});
