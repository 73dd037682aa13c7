import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createIdentityImage } from "../../../../host-tools/board/identity/identity-image.js";
import type { BoardOptions } from "../../../../host-tools/board/serial/open-board.js";
import { type DeviceFlashOptions, flashDevice } from "../../../../host-tools/cli/operations/device-flash.js";
import type { Board } from "../../../rom/board.js";
import { boardLinks } from "../../../rom/board-link.js";
import type { RomFaults } from "../../../rom/faults.js";
import { makeBoard, type RomOptions } from "../../../rom/start-rom.js";
import { exhaustive } from "../../../support/exhaustive.js";
import { claimBootstrap } from "../../../support/fake-device.js";
import { type makeFirmware, writeFirmware } from "../../../support/firmware-directory.js";
import { boardPartitions, partitionTable } from "../../../support/partition-table.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();
const identityOffset = 0x3f8000;
const claim = { certificate: Uint8Array.of(0x30, 1, 1), privateKey: Uint8Array.of(0x30, 1, 2), expiresAt: 300_000 };
const identity = createIdentityImage(claimBootstrap(claim));

/** 4 MiB, erased, with an identity in its partition. */
function flashWithIdentity(offset = identityOffset, table?: Uint8Array): Uint8Array {
	const flash = new Uint8Array(0x400000).fill(0xff);
	if (table !== undefined) flash.set(table, 0x8000);
	flash.set(identity, offset);
	return flash;
}

class Bench {
	readonly board: Board;
	readonly context = new RecordedContext();
	directory = "";

	constructor(options: Partial<RomOptions> = {}) {
		this.board = makeBoard({ chip: "esp32c3", ...options });
	}

	async firmware(options: Parameters<typeof writeFirmware>[1] = {}) {
		this.directory = await directories.make();
		return writeFirmware(this.directory, options);
	}

	flash(more: Partial<DeviceFlashOptions> = {}, port: Partial<BoardOptions> = {}): Promise<void> {
		const links = { openLink: boardLinks(this.board), list: async () => [] };
		const options = {
			board: { port: "board", baudRate: 460_800, env: {}, ...links, ...port },
			target: undefined,
			firmwareDirectory: this.directory,
			erase: false,
			yes: false,
			dryRun: false,
		};
		return flashDevice({ ...options, ...more }, this.context);
	}

	get outcomes(): string[] {
		return this.context.named("region").map(({ region, outcome }) => `${region} ${outcome}`);
	}
}

function assertHolds(board: Board, { manifest, files }: ReturnType<typeof makeFirmware>): void {
	for (const { file, offset, size } of manifest.regions) {
		assert.deepEqual(Buffer.from(board.flash.read(offset, size)), Buffer.from(files.get(file) ?? []), file);
	}
}

const written = ["bootloader written", "partition-table written", "firmware written"];
const unchanged = ["bootloader unchanged", "partition-table unchanged", "firmware unchanged"];

describe("device flash", () => {
	afterEach(directories.remove);

	for (const chip of ["esp32", "esp32c3", "esp32s3"] as const) {
		it(`brings a firmware onto an ${chip}, verified, starts it, and the next time writes nothing`, async () => {
			const bench = new Bench({ chip });
			const firmware = await bench.firmware({ target: chip });
			await bench.flash();
			assertHolds(bench.board, firmware);
			assert.deepEqual(bench.outcomes, written);
			assert.equal(bench.board.state, "running");
			const [flashed] = bench.context.named("flashed");
			assert.deepEqual(flashed, { event: "flashed", port: "board", target: chip, version: "0.1.0", restarted: true });
			await bench.flash({}, { baudRate: 921_600 });
			assert.deepEqual(bench.outcomes, [...written, ...unchanged]);
			assert.equal(bench.board.commands.filter((name) => name === "FLASH_DEFL_BEGIN").length, 3);
			assert.equal(bench.board.state, "running");
		});
	}

	it("says what the board is, and how far it is, up to every region's size", async () => {
		const bench = new Bench();
		const { manifest } = await bench.firmware();
		await bench.flash();
		const [board] = bench.context.named("board");
		assert.deepEqual(board, {
			event: "board",
			port: "board",
			chip: "ESP32-C3",
			flashSize: "4MB",
			mac: "24:0a:c4:12:34:56",
		});
		for (const { name, size } of manifest.regions) {
			const progress = bench.context.named("flashing").filter(({ region }) => region === name);
			assert.equal(progress[0]?.written, 0);
			assert.equal(progress.at(-1)?.written, size);
			assert.ok(progress.every(({ written }, index) => written >= (progress[index - 1]?.written ?? 0)));
		}
	});

	it("writes nothing that is there already, and of a new firmware what differs", async () => {
		const bench = new Bench();
		await bench.firmware();
		await bench.flash();
		const again = new Bench({ flash: bench.board.flash.bytes });
		again.directory = bench.directory;
		await again.flash();
		assert.deepEqual(again.outcomes, unchanged);
		assert.equal(again.board.commands.includes("FLASH_DEFL_DATA"), false);
		const newer = new Bench({ flash: again.board.flash.bytes });
		const firmware = await newer.firmware({ seed: 2 });
		await newer.flash();
		assert.deepEqual(newer.outcomes, ["bootloader unchanged", "partition-table unchanged", "firmware written"]);
		assertHolds(newer.board, firmware);
	});

	it("leaves the identity as it is, also when the firmware changes", async () => {
		const bench = new Bench({ flash: flashWithIdentity() });
		await bench.firmware();
		await bench.flash();
		assert.deepEqual(bench.board.flash.read(identityOffset, 0x8000), identity);
		const newer = await bench.firmware({ seed: 2 });
		await bench.flash();
		assertHolds(bench.board, newer);
		assert.deepEqual(bench.board.flash.read(identityOffset, 0x8000), identity);
	});

	it("erases everything with --erase --yes, and refuses it without --yes before a board is reset", async () => {
		const bench = new Bench({ flash: flashWithIdentity() });
		const firmware = await bench.firmware();
		await assert.rejects(bench.flash({ erase: true }), { code: "usage", next: /--yes/ });
		assert.deepEqual(bench.board.commands, []);
		await bench.flash({ erase: true, yes: true });
		assertHolds(bench.board, firmware);
		assert.ok(bench.board.flash.read(identityOffset, 0x8000).every((byte) => byte === 0xff));
		assert.deepEqual(bench.context.named("erased"), [{ event: "erased", what: "flash" }]);
	});

	it("says with --dry-run what it would do, and does nothing", async () => {
		const bench = new Bench({ flash: flashWithIdentity() });
		await bench.firmware();
		await bench.flash({ dryRun: true, erase: true });
		assert.deepEqual(bench.outcomes, ["bootloader planned", "partition-table planned", "firmware planned"]);
		assert.deepEqual(Buffer.from(bench.board.flash.bytes), Buffer.from(flashWithIdentity()));
		assert.equal(bench.board.state, "running");
	});

	describe("refuses, before anything is written,", () => {
		async function refuses(bench: Bench, code: string, more: Partial<DeviceFlashOptions> = {}): Promise<void> {
			const before = Buffer.from(bench.board.flash.bytes);
			await assert.rejects(bench.flash(more), (error: { code: string; next?: string }) => {
				assert.equal(error.code, code);
				assert.ok(error.next);
				return true;
			});
			assert.deepEqual(Buffer.from(bench.board.flash.bytes), before);
			assert.equal(bench.board.state, "running", "the board is not left in its bootloader");
		}

		it("a firmware for another chip", async () => {
			const bench = new Bench({ chip: "esp32s3" });
			await bench.firmware({ target: "esp32c3" });
			await refuses(bench, "chip-mismatch");
		});

		it("a chip other than --target", async () => {
			const bench = new Bench({ chip: "esp32s3" });
			await bench.firmware({ target: "esp32c3" });
			await refuses(bench, "chip-mismatch", { target: "esp32c3" });
			await refuses(bench, "firmware-invalid", { target: "esp32" });
		});

		it("a board with less flash than the firmware needs", async () => {
			const bench = new Bench({ flash: 0x200000 });
			await bench.firmware();
			await refuses(bench, "chip-mismatch");
		});

		it("a directory without firmware, with a damaged file, and with a damaged manifest", async () => {
			const bench = new Bench();
			bench.directory = await directories.make();
			await refuses(bench, "firmware-missing");
			await bench.firmware();
			const file = join(bench.directory, "firmware.bin");
			const bytes = await readFile(file);
			await writeFile(file, bytes.fill(0, 5, 6));
			await refuses(bench, "firmware-invalid");
			await bench.firmware({ manifest: { identity: { offset: 0x3f0000, size: 0x8000 } } });
			await refuses(bench, "firmware-invalid");
			await writeFile(join(bench.directory, "build.json"), "{");
			await refuses(bench, "firmware-invalid");
			assert.deepEqual(bench.board.commands, [], "no board is reset for that");
		});

		it("a chip with flash encryption, and one in secure download mode", async () => {
			for (const chip of ["esp32", "esp32c3"] as const) {
				const bench = new Bench({ chip, faults: { flashEncryption: true } });
				await bench.firmware({ target: chip });
				await refuses(bench, "chip-locked");
			}
			const bench = new Bench({ faults: { secureDownload: true } });
			await bench.firmware();
			await refuses(bench, "chip-locked");
		});

		it("a firmware whose partition table would lose the identity that is there", async () => {
			const elsewhere = 0x300000;
			const moved = boardPartitions.map((one) => (one.name === "identity" ? { ...one, offset: elsewhere } : one));
			const bench = new Bench({ flash: flashWithIdentity(elsewhere, partitionTable(moved)) });
			await bench.firmware();
			await refuses(bench, "partition-mismatch");
			await bench.flash({ erase: true, yes: true });
			const empty = new Bench({ flash: flashWithIdentity(elsewhere, partitionTable(moved)).fill(0xff, elsewhere) });
			await empty.firmware();
			await empty.flash();
			assert.deepEqual(empty.outcomes, written);
		});
	});

	it("reports chip-silent, and what to do, when nothing answers", async () => {
		const bench = new Bench({ faults: { silent: true } });
		await bench.firmware();
		await assert.rejects(bench.flash(), { code: "chip-silent", message: /No chip answers/, next: /hold BOOT/ });
	});

	it("reports chip-silent, and which buttons, when the reset starts the firmware instead of the bootloader", async () => {
		const bench = new Bench();
		await bench.firmware();
		const link = boardLinks(bench.board);
		// A board whose DTR reaches nothing: RTS resets it, and GPIO0 stays high.
		const openLink: typeof link = async (...args) => {
			const opened = await link(...args);
			const setSignals = opened.setSignals.bind(opened);
			return Object.assign(opened, {
				setSignals: ({ rts }: { rts?: boolean }) => setSignals({ dtr: false, rts: rts ?? false }),
			});
		};
		await assert.rejects(bench.flash({}, { openLink }), {
			code: "chip-silent",
			message: /starts its firmware \(boot:0x/,
			next: /RESET/,
		});
	});

	it("reports chip-silent when a chip waits for a download and its RX hears nothing", async () => {
		const bench = new Bench();
		await bench.firmware();
		const link = boardLinks(bench.board);
		const openLink: typeof link = async (...args) =>
			Object.assign(await link(...args), { write: async () => undefined });
		await assert.rejects(bench.flash({}, { openLink }), { code: "chip-silent", message: /hears nothing/, next: /TX/ });
	});

	const bearable: Readonly<Record<string, RomFaults>> = {
		"one MD5 that is wrong": { wrongMd5: [4] },
		"a boot loop of what was in flash before": { bootLoop: "Guru Meditation Error\r\n" },
		"answers that take their time": { answerAfter: 5 },
		"noise before every 40th answer": { noiseBefore: { bytes: 3, every: 40 } },
		"one byte lost on its way to the board": { loseFromHost: [50_000] },
		"one answer that arrives damaged": { loseToHost: [2000] },
	};
	for (const [name, faults] of Object.entries(bearable)) {
		it(`bears ${name}`, async () => {
			const bench = new Bench({ faults });
			const firmware = await bench.firmware();
			await bench.flash({}, { baudRate: 921_600 });
			assertHolds(bench.board, firmware);
		});
	}

	it("does not mind noise around the chip's answers", async () => {
		const bench = new Bench({ faults: { noiseBefore: { bytes: 7, every: 3 }, noiseAfter: { bytes: 3, every: 5 } } });
		const firmware = await bench.firmware();
		await bench.flash();
		assertHolds(bench.board, firmware);
	});

	for (const faults of [{ loseFromHost: 60_000 }, { loseToHost: 5000 }]) {
		it(`gets by with a line that loses bytes now and then: ${JSON.stringify(faults)}`, async () => {
			const bench = new Bench({ faults, flash: flashWithIdentity() });
			const firmware = await bench.firmware();
			await bench.flash();
			assertHolds(bench.board, firmware);
			assert.deepEqual(bench.board.flash.read(identityOffset, 0x8000), identity);
		});
	}

	it("says that a line is too bad, and to go slower, when it loses a byte of nearly every block", async () => {
		const bench = new Bench({ faults: { loseFromHost: 10_000 } });
		await bench.firmware();
		await assert.rejects(bench.flash(), { code: "flash-failed", message: /arrives damaged/, next: /--baud 115200/ });
	});

	it("tries a region again whose MD5 is wrong, and reports flash-mismatch when it stays so", async () => {
		const once = new Bench({ faults: { wrongMd5: [2] } });
		const firmware = await once.firmware();
		await once.flash();
		assertHolds(once.board, firmware);
		assert.equal(once.context.named("note").length, 1);
		const always = new Bench({ faults: { wrongMd5: "all" } });
		await always.firmware();
		await assert.rejects(always.flash(), { code: "flash-mismatch" });
	});

	it("goes on at the slowest speed when the chip does not follow to another", async () => {
		const bench = new Bench({ faults: { refuseBaudRate: true } });
		const firmware = await bench.firmware();
		await bench.flash();
		assertHolds(bench.board, firmware);
	});

	it("flashes over the chip's own USB, which resets otherwise", async () => {
		const bench = new Bench({ wiring: "usb-jtag" });
		const firmware = await bench.firmware();
		const usb = { vendorId: "303a", productId: "1001" };
		await bench.flash({}, { port: undefined, list: async () => [{ path: "board", usb }] });
		assertHolds(bench.board, firmware);
		assert.equal(bench.board.state, "running");
	});

	it("reports port-lost at once when the board is unplugged, whatever it was doing, and the same command then succeeds", async () => {
		const counting = new Bench();
		await counting.firmware();
		await counting.flash();
		const { commands } = counting.board;
		assert.ok(commands.length > 20);
		for (const [index, name] of commands.entries()) {
			// The first of each kind, or all that write and some of the others.
			const isFirst = commands.indexOf(name) === index;
			if (!isFirst && !(exhaustive && (name.startsWith("FLASH") || index % 3 === 0))) continue;
			const bench = new Bench({ flash: flashWithIdentity(), faults: { unplugAtCommand: index + 1 } });
			const firmware = await bench.firmware();
			await assert.rejects(bench.flash(), { code: "port-lost" }, name);
			assert.equal(bench.board.state, "off");
			bench.board.plugIn();
			await bench.flash();
			assertHolds(bench.board, firmware);
			assert.deepEqual(bench.board.flash.read(identityOffset, 0x8000), identity);
		}
	}).timeout(120_000);

	it("ends at once with interrupted when it is told to, also in the middle of a region", async () => {
		const bench = new Bench();
		await bench.firmware();
		const stopping = new RecordedContext((event) => {
			if (event.event === "flashing" && event.region === "firmware" && event.written > 0) stopping.stop();
		});
		const stopped = Object.assign(Object.create(bench), { context: stopping }) as Bench;
		await assert.rejects(stopped.flash(), { code: "interrupted" });
		await bench.flash();
		assert.deepEqual(bench.outcomes, ["bootloader unchanged", "partition-table unchanged", "firmware written"]);
	});
});
