import assert from "node:assert/strict";
import { compilationsOf } from "../../../../host-tools/moddable/build/compilations.js";

const flags = "-D__ets__ -DESP32=4 -I/sdk/timer -I/sdk/xs -c -Os -D BOOTLOADER_BUILD=1 -std=gnu17 ";

describe("compilationsOf", () => {
	it("finds the calls of the compiler among the commands of make", () => {
		const output = [
			"echo '# cc timer.c.o'",
			`riscv32-esp-elf-gcc ${flags} /sdk/timer/timer.c -o /out/timer.c.o`,
			"xsid /sdk/timer/timer.c -o /out",
			`riscv32-esp-elf-gcc ${flags} /app/board.c -o /out/board.c.o`,
			"riscv32-esp-elf-ar crs /out/xs.a /out/timer.c.o /out/board.c.o",
		].join("\n");
		const [compilation, ...others] = compilationsOf(output);
		assert.deepEqual(others, []);
		assert.deepEqual(compilation?.sources, ["/sdk/timer/timer.c", "/app/board.c"]);
		assert.deepEqual(compilation?.folders, ["/sdk/timer", "/sdk/xs"]);
		assert.deepEqual(Object.fromEntries(compilation?.defines ?? []), {
			__ets__: "1",
			ESP32: "4",
			BOOTLOADER_BUILD: "1",
		});
	});

	it("keeps files apart that are compiled with other flags", () => {
		const output = ["xtensa-esp32-elf-gcc -I/a -c a.c -o a.c.o", "xtensa-esp32-elf-gcc -I/b -c b.c -o b.c.o"].join(
			"\n",
		);
		assert.deepEqual(
			compilationsOf(output).map(({ sources, folders }) => [...sources, ...folders]),
			[
				["a.c", "/a"],
				["b.c", "/b"],
			],
		);
	});
});
