import assert from "node:assert/strict";
import { FlashChip, PowerCut } from "./flash-chip.js";

describe("FlashChip", () => {
	it("clears bits when programmed, and sets them by the sector when erased", () => {
		const flash = new FlashChip(8192);
		flash.program(4090, Uint8Array.of(0xf0, 0x0f));
		flash.program(4090, Uint8Array.of(0x3c));
		assert.deepEqual([...flash.read(4090, 3)], [0x30, 0x0f, 0xff]);
		flash.program(4096, Uint8Array.of(0));
		flash.erase(4000, 1);
		assert.deepEqual([...flash.read(4090, 7)], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]);
	});

	it("says its size in its id", () => {
		assert.equal(new FlashChip(4 * 1024 * 1024).jedecId, 0x1640ef);
	});

	it("refuses sizes that no chip has, and what is outside", () => {
		assert.throws(() => new FlashChip(5000), RangeError);
		const flash = new FlashChip(4096);
		assert.throws(() => flash.program(4095, new Uint8Array(2)), RangeError);
		assert.throws(() => flash.erase(4096, 1), RangeError);
		assert.ok(flash.bytes.every((byte) => byte === 0xff));
	});

	it("tears what is being written when the power goes: the page, not what was written and not what comes later", () => {
		const flash = new FlashChip(4096);
		flash.cutPowerAfter(100);
		assert.throws(() => flash.program(0, new Uint8Array(1000)), PowerCut);
		assert.ok(flash.read(0, 100).every((byte) => byte === 0));
		assert.ok(new Set(flash.read(100, 156)).size > 50);
		assert.ok(flash.read(256, 744).every((byte) => byte === 0xff));
	});

	it("tears the sector that is being erased", () => {
		const flash = new FlashChip(new Uint8Array(8192));
		flash.cutPowerAfter(10);
		assert.throws(() => flash.erase(0, 8192), PowerCut);
		assert.ok(flash.read(0, 640).every((byte) => byte === 0xff));
		assert.ok(new Set(flash.read(640, 4096 - 640)).size > 100);
		assert.ok(flash.read(4096, 4096).every((byte) => byte === 0));
		flash.restorePower();
		flash.erase(0, 8192);
		assert.ok(flash.bytes.every((byte) => byte === 0xff));
	});
});
