import assert from "node:assert/strict";
import { silentChip } from "../../../../host-tools/board/bootloader/silent-chip.js";

const said = (words: string, hasSignals = true) =>
	silentChip({ name: "/dev/ttyUSB0", hasSignals }, Buffer.from(words), new Error("no sync"));

describe("a chip that does not answer", () => {
	it("is told by what it said instead", () => {
		const start = "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n";
		for (const [words, message, next] of [
			[`${start}Brownout detector was triggered\r\n`, /voltage breaks down/, /cable/],
			["waiting for download\r\n", /hears nothing/, /TX/],
			[start, /starts its firmware/, /hold BOOT/],
			["MicroPython v1.24.1 on 2024-11-29\r\n>>> ", /No chip answers.*MicroPython/, /hold BOOT/],
		] as const) {
			const error = said(words);
			assert.equal(error.code, "chip-silent");
			assert.match(error.message, message);
			assert.match(String(error.next), next);
		}
	});

	it("is silent where nothing was heard, with what to do for a port that cannot reset it", () => {
		assert.equal(said("").message, "No chip answers on /dev/ttyUSB0");
		assert.match(said("", false).message, /which cannot reset it$/);
	});
});
