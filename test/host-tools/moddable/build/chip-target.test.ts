import assert from "node:assert/strict";
import { chipTarget } from "../../../../host-tools/moddable/build/chip-target.js";

describe("chipTarget", () => {
	it("knows platform and compiler of every chip", () => {
		const platforms = ["esp32", "esp32c3", "esp32c6", "esp32s3"].map((name) => chipTarget(name));
		assert.deepEqual(
			platforms.map(({ platform, compiler }) => [platform, compiler]),
			[
				["esp32", "xtensa-esp32-elf-gcc"],
				["esp32/esp32c3", "riscv32-esp-elf-gcc"],
				["esp32/esp32c6", "riscv32-esp-elf-gcc"],
				["esp32/esp32s3", "xtensa-esp32s3-elf-gcc"],
			],
		);
	});

	it("refuses others as a matter of usage", () => {
		for (const name of ["esp8266", "", "constructor"]) assert.throws(() => chipTarget(name), { code: "usage" });
	});
});
