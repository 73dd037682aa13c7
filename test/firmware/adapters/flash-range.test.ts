import assert from "node:assert/strict";
import { checkBlock, checkRange, checkWrite } from "../../../firmware/adapters/flash-range.js";

const status = { size: 0x8000, blockLength: 4096, writeAlign: 16, eraseValue: 0xff };
const flashFailed = { code: "flash-failed" };

describe("flash ranges", () => {
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
			assert.throws(() => checkRange(status, offset, length), flashFailed, `${offset} + ${length}`);
		}
		for (const block of [-1, 8, 0.25]) assert.throws(() => checkBlock(status, block), flashFailed, String(block));
	});

	it("refuse writes that flash encryption could not do", () => {
		for (const [offset, length] of [
			[8, 16],
			[0, 8],
			[16, 17],
		] as const) {
			assert.throws(() => checkWrite(status, offset, length), flashFailed, `${offset} + ${length}`);
		}
	});
});
