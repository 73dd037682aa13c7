import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { diagnoseBoard } from "../../../../host-tools/board/diagnosis/diagnose-board.js";
import { repositoryRoot } from "../../../support/source-imports.js";

const directory = join(repositoryRoot, "test/fixtures/boot-logs");
const logs = readdirSync(directory).filter((name) => name.endsWith(".txt"));
const heard = (name: string) => readFileSync(join(directory, name));
const message = (name: string) => diagnoseBoard(heard(name))?.message ?? "";

describe("the diagnosis of a board", () => {
	for (const name of logs) {
		it(`of ${name} is its code, with what it means and what to do`, () => {
			const diagnosis = diagnoseBoard(heard(name));
			assert.equal(diagnosis?.code, name.slice(0, name.indexOf(".")));
			assert.ok(diagnosis.message.length > 20 && diagnosis.next.length > 20);
		});
	}

	it("quotes the words it is made from", () => {
		assert.match(message("brownout.txt"), /voltage.*"Brownout detector was triggered"/);
		assert.match(message("bootloader-missing.txt"), /empty.*"invalid header: 0xffffffff"/);
		assert.match(message("firmware-crashed.guru.txt"), /panic'ed \(LoadProhibited\)/);
		assert.match(message("firmware-crashed.xs.txt"), /XS abort: memory full/);
		assert.match(message("boot-loop.watchdog.txt"), /started 3 times: a watchdog.*TG0WDT_SYS_RST/);
		assert.match(message("firmware-foreign.micropython.txt"), /MicroPython/);
		assert.match(message("firmware-foreign.idf.txt"), /another firmware.*blink/);
		assert.match(message("firmware-foreign.sketch.txt"), /Hello from the lab/);
	});

	it("tells another flash content than an empty one", () => {
		const other = diagnoseBoard(Buffer.from("invalid header: 0x7fdd9af6\r\n"));
		assert.equal(other?.code, "bootloader-missing");
		assert.match(other.message, /no bootloader/);
	});

	it("takes bytes of another speed for what they are, also with umlauts in a text beside", () => {
		let seed = 1;
		const noise = Uint8Array.from({ length: 300 }, () => {
			seed = (seed * 1103515245 + 12345) & 0x7fffffff;
			return seed >> 16;
		});
		assert.equal(diagnoseBoard(noise)?.code, "line-garbled");
		assert.equal(
			diagnoseBoard(Buffer.from("Übergröße: 21,4 °C in der Küche, schöne Grüße\n"))?.code,
			"firmware-foreign",
		);
	});

	it("says nothing of a board that says nothing, and of two starts that may be ours", () => {
		assert.equal(diagnoseBoard(new Uint8Array(0)), undefined);
		const start = "rst:0x1 (POWERON),boot:0xd (SPI_FAST_FLASH_BOOT)\r\n";
		assert.equal(diagnoseBoard(Buffer.from(start.repeat(2))), undefined);
		assert.equal(diagnoseBoard(Buffer.from(start.repeat(3)))?.code, "boot-loop");
	});

	it("is short, and commands no terminal, whatever was sent", () => {
		const pieces = fc.array(
			fc.oneof(
				fc.uint8Array({ maxLength: 200 }),
				fc.constantFrom(...logs).map((name) => new Uint8Array(heard(name))),
			),
			{ maxLength: 5 },
		);
		fc.assert(
			fc.property(pieces, (parts) => {
				const { message = "", next = "" } = diagnoseBoard(Buffer.concat(parts)) ?? {};
				assert.ok(message.length + next.length < 500);
				assert.doesNotMatch(message + next, /\p{Cc}/u);
			}),
		);
	});
});
