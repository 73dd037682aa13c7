import assert from "node:assert/strict";
import { checkBlock, checkRange, checkWrite, flashGeometry, programmed } from "../../../firmware/ports/flash-rules.js";

const status = { size: 0x8000, ...flashGeometry };

describe("flash rules", () => {
	it("are an ESP32's: blocks of 4096 bytes, and with encryption units of 16", () => {
		assert.deepEqual(flashGeometry, { blockLength: 4096, writeAlign: 16, eraseValue: 0xff });
	});

	it("clear bits and never set one", () => {
		const cells = Uint8Array.of(0xff, 0x0f, 0x00, 0xa5);
		assert.deepEqual(programmed(cells, Uint8Array.of(0x12, 0xf3, 0xff, 0x5a)), Uint8Array.of(0x12, 0x03, 0x00, 0x00));
	});

	it("allow everything within the partition", () => {
		checkRange(status, 0, 0x8000);
		checkRange(status, 0x8000, 0);
		checkWrite(status, 0x7ff0, 16);
		checkBlock(status, 7);
	});

	it("refuse what leaves the partition or is no whole number", () => {
		for (const [offset, length] of [
			[-1, 1],
			[0, -1],
			[0x8000, 1],
			[0, 0x8001],
			[0.5, 1],
			[0, Number.NaN],
		] as const) {
			assert.throws(() => checkRange(status, offset, length), RangeError, `${offset} + ${length}`);
		}
		for (const block of [-1, 8, 0.25]) assert.throws(() => checkBlock(status, block), RangeError, String(block));
	});

	it("refuse writes that flash encryption could not do", () => {
		for (const [offset, length] of [
			[8, 16],
			[0, 8],
			[16, 17],
		] as const) {
			assert.throws(() => checkWrite(status, offset, length), RangeError, `${offset} + ${length}`);
		}
	});
});
