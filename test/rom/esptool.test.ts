import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { flashDevice } from "../../host-tools/cli/operations/device-flash.js";
import { until } from "../support/deadline.js";
import { writeFirmware } from "../support/firmware-directory.js";
import { canMakePty, ptyNeeds } from "../support/pty.js";
import { RecordedContext } from "../support/recorded-context.js";
import { skipBecause } from "../support/skip-because.js";
import { TemporaryDirectories } from "../support/temporary-directory.js";
import { boardLinks } from "./board-link.js";
import type { ChipName } from "./chips/chip-model.js";
import { findEsptool, runEsptool } from "./reference-esptool.js";
import { makeBoard, type Rom, type RomOptions, startRom } from "./start-rom.js";

const image = Uint8Array.from({ length: 20_000 }, (_, index) => (index === 0 ? 0xe9 : (index * index) >> 3));
const names = { esp32: "ESP32", esp32c3: "ESP32-C3", esp32s3: "ESP32-S3" } as const;

describe("reference esptool against the ROM", function () {
	this.timeout(120_000);
	const directories = new TemporaryDirectories();
	let esptool: readonly [string, ...string[]];
	let rom: Rom | undefined;

	before(function () {
		const found = findEsptool();
		if (found) esptool = found;
		else skipBecause(this, "the reference esptool against the ROM. It is not installed, version 5 or later.");
	});
	afterEach(async () => {
		await rom?.close();
		rom = undefined;
		await directories.remove();
	});

	/** Runs esptool over a pty, as where a person holds BOOT: each time from download mode, which it does not leave. */
	async function overPty(options: RomOptions) {
		const started = await startRom({ transport: "pty", ...options });
		rom = started;
		const run = (...args: readonly string[]) => {
			started.board.enterDownloadMode();
			const line = ["--port", started.port, "--before", "no-reset", "--after", "no-reset"];
			return runEsptool(esptool, ...line, ...args);
		};
		return { board: started.board, run };
	}

	async function imageFile(): Promise<{ file: string; back: string }> {
		const directory = await directories.make();
		const file = join(directory, "image.bin");
		await writeFile(file, image);
		return { file, back: join(directory, "back.bin") };
	}

	for (const [chip, name] of Object.entries(names)) {
		it(`knows an ${name} and its flash, writes, verifies and reads back, with its stub and without`, async function () {
			if (!canMakePty()) skipBecause(this, `an ${name} with the reference esptool. ${ptyNeeds}`);
			const { file, back } = await imageFile();
			const { board, run } = await overPty({ chip: chip as ChipName });
			const id = await run("flash-id");
			assert.match(id, new RegExp(`Connected to ${name} on`));
			assert.match(id, /MAC: +24:0a:c4:12:34:56/);
			assert.match(id, /Detected flash size: 4MB/);
			assert.match(await run("--baud", "921600", "write-flash", "0x10000", file), /Hash of data verified/);
			assert.deepEqual(board.flash.read(0x10000, image.length), image);
			assert.match(await run("--no-stub", "verify-flash", "0x10000", file), /Verification successful/);
			await run("read-flash", "0x10000", String(image.length), back);
			assert.deepEqual(new Uint8Array(await readFile(back)), image);

			assert.match(await run("--no-stub", "write-flash", "0x20000", file), /Hash of data verified/);
			assert.deepEqual(board.flash.read(0x20000, image.length), image);
			await run("--no-stub", "read-flash", "0x20000", "4096", back);
			assert.deepEqual(new Uint8Array(await readFile(back)), image.slice(0, 4096));
			assert.match(await run("erase-region", "0x20000", "0x1000"), /erased successfully/);
			assert.equal(board.flash.bytes[0x20000], 0xff);
		});
	}

	it("reads back what device flash wrote", async function () {
		if (!canMakePty()) skipBecause(this, `what device flash wrote, with the reference esptool. ${ptyNeeds}`);
		const { board, run } = await overPty({ chip: "esp32c3" });
		const firmwareDirectory = await directories.make();
		await writeFirmware(firmwareDirectory, { target: "esp32c3" });
		const whole = makeBoard({ chip: "esp32c3" });
		const wholeBoard = { port: "board", baudRate: 921_600, env: {}, openLink: boardLinks(whole), list: async () => [] };
		const others = { target: undefined, firmwareDirectory, erase: false, yes: false, dryRun: false };
		await flashDevice({ board: wholeBoard, ...others }, new RecordedContext());
		board.flash.bytes.set(whole.flash.bytes);
		whole.unplug();
		const files = ["0x0", "bootloader.bin", "0x8000", "partition-table.bin", "0x10000", "firmware.bin"];
		const places = files.map((name) => (name.startsWith("0x") ? name : join(firmwareDirectory, name)));
		const output = await run("verify-flash", ...places);
		assert.equal(output.split("Verification successful").length, 4);
	});

	it("sees secure download mode, an enabled flash encryption, and a wrong MD5", async function () {
		if (!canMakePty()) skipBecause(this, `faults, with the reference esptool. ${ptyNeeds}`);
		const { file } = await imageFile();
		const secure = await overPty({ chip: "esp32c3", faults: { secureDownload: true, flashEncryption: true } });
		const security = await secure.run("--no-stub", "get-security-info");
		assert.match(security, /ESP32-C3 in Secure Download Mode/);
		assert.match(security, /Flash Encryption: Enabled/);
		await rom?.close();
		const wrong = await overPty({ chip: "esp32c3", faults: { wrongMd5: "all" } });
		await assert.rejects(wrong.run("write-flash", "0x10000", file), /MD5 of file does not match/);
	});

	it("resets the board over RFC 2217, writes at another rate, and resets it into what it wrote", async () => {
		const { file } = await imageFile();
		let starts = 0;
		rom = await startRom({
			chip: "esp32c3",
			transport: "rfc2217",
			application: () => {
				starts += 1;
				return { stop: () => {} };
			},
		});
		const { board, port } = rom;
		const output = await runEsptool(esptool, "--port", port, "--baud", "460800", "write-flash", "0", file);
		assert.match(output, /Hash of data verified[\s\S]*Hard resetting/);
		assert.deepEqual(board.flash.read(0, image.length), image);
		await until("the boot", () => starts === 1 && board.state === "running");
	});
});
