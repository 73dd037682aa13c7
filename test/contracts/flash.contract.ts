import assert from "node:assert/strict";
import type { Flash } from "../../firmware/ports/flash.js";

export interface FlashBench {
	/** Of at least two blocks, wholly erased. */
	readonly flash: Flash;
	/** False under flash encryption: what an erased byte reads as is then not defined. */
	readonly erasedReadsAsEraseValue: boolean;
	/** False where a second write without an erase is refused outright. */
	readonly writesTwice: boolean;
	/** The same cells in a new driver, as after a restart; `flash` is not used again. */
	reopen(): Flash;
	close(): void;
}

export function describeFlash(name: string, open: () => FlashBench): void {
	describe(`flash: ${name}`, () => {
		let bench: FlashBench;
		let flash: Flash;
		beforeEach(() => {
			bench = open();
			flash = bench.flash;
		});
		afterEach(() => {
			flash.close();
			bench.close();
		});

		const pattern = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7 + 3) & 0xff);

		it("says how large it is, in whole blocks, and how writes are aligned", () => {
			const { size, blockLength, writeAlign, eraseValue } = flash.status();
			assert.ok(size >= 2 * blockLength && size % blockLength === 0);
			assert.ok([1, 2, 4, 8, 16].includes(writeAlign));
			assert.equal(eraseValue, 0xff);
		});

		it("reads back what was written, also in parts", () => {
			const bytes = pattern(64);
			flash.write(4096 - 32, bytes);
			assert.deepEqual(Buffer.from(flash.read(4096 - 32, 64)), Buffer.from(bytes));
			assert.deepEqual(Buffer.from(flash.read(4096 - 25, 3)), Buffer.from(bytes.subarray(7, 10)));
			assert.equal(flash.read(0, 0).length, 0);
		});

		it("reads the first and the last bytes of the partition", () => {
			const { size } = flash.status();
			flash.write(0, pattern(16));
			flash.write(size - 16, pattern(16));
			assert.equal(flash.read(0, 1)[0], 3);
			assert.equal(flash.read(size - 1, 1)[0], pattern(16)[15]);
		});

		it("gives out a buffer that is the caller's", () => {
			flash.write(0, pattern(16));
			flash.read(0, 16).fill(0);
			assert.deepEqual(Buffer.from(flash.read(0, 16)), Buffer.from(pattern(16)));
			const bytes = pattern(16);
			flash.write(16, bytes);
			bytes.fill(0);
			assert.deepEqual(Buffer.from(flash.read(16, 16)), Buffer.from(pattern(16)));
		});

		it("erases one block and nothing beside it", () => {
			const { blockLength } = flash.status();
			flash.write(0, pattern(32));
			flash.write(blockLength, pattern(32));
			flash.eraseBlock(0);
			assert.deepEqual(Buffer.from(flash.read(blockLength, 32)), Buffer.from(pattern(32)));
			if (bench.erasedReadsAsEraseValue) assert.ok(flash.read(0, blockLength).every((byte) => byte === 0xff));
			flash.write(0, pattern(16));
			assert.deepEqual(Buffer.from(flash.read(0, 16)), Buffer.from(pattern(16)));
		});

		it("never sets a bit by writing", () => {
			flash.write(0, new Uint8Array(16).fill(0x0f));
			if (bench.writesTwice) {
				flash.write(0, new Uint8Array(16).fill(0xf5));
				assert.deepEqual(Buffer.from(flash.read(0, 16)), Buffer.alloc(16, 0x05));
			} else {
				assert.throws(() => flash.write(0, new Uint8Array(16).fill(0xf5)));
				assert.deepEqual(Buffer.from(flash.read(0, 16)), Buffer.alloc(16, 0x0f));
			}
		});

		it("refuses ranges outside the partition before it writes anything", () => {
			const { size, blockLength } = flash.status();
			flash.write(size - 16, pattern(16));
			for (const [offset, length] of [
				[size, 1],
				[size - 15, 16],
				[-1, 1],
				[0, -1],
				[0.5, 1],
				[0, Number.NaN],
			] as const) {
				assert.throws(() => flash.read(offset, length), `read ${length} at ${offset}`);
			}
			assert.throws(() => flash.write(size, pattern(16)));
			assert.throws(() => flash.write(size - 16, pattern(32)));
			assert.throws(() => flash.write(-16, pattern(16)));
			for (const block of [-1, size / blockLength, 0.25])
				assert.throws(() => flash.eraseBlock(block), `block ${block}`);
			assert.deepEqual(Buffer.from(flash.read(size - 16, 16)), Buffer.from(pattern(16)));
		});

		it("refuses writes that are not aligned before it writes anything", () => {
			const { writeAlign } = flash.status();
			if (writeAlign === 1) return;
			flash.write(0, pattern(16));
			assert.throws(() => flash.write(16 + writeAlign / 2, pattern(16)));
			assert.throws(() => flash.write(16, pattern(writeAlign + 1)));
			flash.write(16, pattern(16));
			assert.deepEqual(Buffer.from(flash.read(16, 16)), Buffer.from(pattern(16)));
		});

		it("keeps what was written and erased when it is opened again", () => {
			flash.write(0, pattern(16));
			flash.write(4096, pattern(16));
			flash.eraseBlock(0);
			flash.close();
			flash = bench.reopen();
			assert.deepEqual(Buffer.from(flash.read(4096, 16)), Buffer.from(pattern(16)));
			if (bench.erasedReadsAsEraseValue) assert.ok(flash.read(0, 16).every((byte) => byte === 0xff));
		});

		it("closes twice, and does nothing afterwards", () => {
			flash.close();
			flash.close();
			assert.throws(() => flash.status());
			assert.throws(() => flash.read(0, 1));
			assert.throws(() => flash.write(0, pattern(16)));
			assert.throws(() => flash.eraseBlock(0));
		});
	});
}
