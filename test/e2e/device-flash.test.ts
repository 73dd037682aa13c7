import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThingsmithEvent } from "../../host-tools/events.js";
import { flashDevice } from "../../host-tools/operations/device-flash.js";
import type { ToolErrorCode } from "../../host-tools/tool-error.js";
import type { Board } from "../rom/board.js";
import { boardLinks } from "../rom/board-link.js";
import type { ChipName } from "../rom/chips/chip-model.js";
import { chips } from "../rom/chips/chips.js";
import type { RomFaults } from "../rom/faults.js";
import { makeBoard, type RomOptions, startRom } from "../rom/start-rom.js";
import { Cli, endAll } from "../support/cli.js";
import { type FirmwareOptions, writeFirmware } from "../support/firmware-directory.js";
import { TemporaryDirectories } from "../support/temporary-directory.js";

describe("device flash", function () {
	this.timeout(120_000);
	const directories = new TemporaryDirectories();
	const boards: Board[] = [];
	afterEach(async () => {
		await endAll();
		for (const board of boards.splice(0)) board.unplug();
		await directories.remove();
	});

	async function firmware(options: FirmwareOptions): Promise<string> {
		const directory = join(await directories.make(), "firmware");
		await writeFirmware(directory, options);
		return directory;
	}

	function newBoard(options: RomOptions): Board {
		const board = makeBoard(options);
		boards.push(board);
		return board;
	}

	/** Flashes in this process; the board is the port. */
	async function flash(board: Board, firmwareDirectory: string, options = {}): Promise<ThingsmithEvent[]> {
		const events: ThingsmithEvent[] = [];
		const context = { emit: (event: ThingsmithEvent) => events.push(event), signal: new AbortController().signal };
		const port = { port: "/dev/board", baudRate: 921_600, env: {}, openLink: boardLinks(board), list: async () => [] };
		const others = { target: undefined, erase: false, yes: false, dryRun: false };
		await flashDevice({ ...port, ...others, firmwareDirectory, ...options }, context);
		return events;
	}

	const outcomes = (events: readonly ThingsmithEvent[]) =>
		events.filter((event) => event.event === "region").map(({ region, outcome }) => `${region} ${outcome}`);

	async function assertHolds(board: Board, directory: string): Promise<void> {
		const places = { bootloader: board.chip.bootloaderOffset, "partition-table": 0x8000, firmware: 0x10000 };
		for (const [name, offset] of Object.entries(places)) {
			const bytes = new Uint8Array(await readFile(join(directory, `${name}.bin`)));
			assert.deepEqual(board.flash.read(offset, bytes.length), bytes, name);
		}
	}

	for (const target of Object.keys(chips) as ChipName[]) {
		it(`writes an ${target}, starts it, and the next time writes nothing`, async () => {
			const board = newBoard({ chip: target });
			const directory = await firmware({ target });
			const events = await flash(board, directory);
			await assertHolds(board, directory);
			assert.deepEqual(outcomes(events), ["bootloader written", "partition-table written", "firmware written"]);
			assert.equal(board.state, "running");
			const again = await flash(board, directory);
			assert.deepEqual(new Set(outcomes(again).map((outcome) => outcome.split(" ")[1])), new Set(["unchanged"]));
			assert.equal(board.commands.filter((name) => name === "FLASH_DEFL_BEGIN").length, 3);
		});
	}

	it("leaves the identity partition alone when the firmware changes", async () => {
		const board = newBoard({ chip: "esp32c3" });
		await flash(board, await firmware({ target: "esp32c3" }));
		board.flash.program(0x3f8000, Uint8Array.of(1, 2, 3, 4));
		const newer = await firmware({ target: "esp32c3", seed: 2 });
		await flash(board, newer);
		await assertHolds(board, newer);
		assert.deepEqual([...board.flash.read(0x3f8000, 5)], [1, 2, 3, 4, 0xff]);
	});

	it("succeeds after the cable was pulled: in the first command of each kind, and in all that write", async () => {
		const directory = await firmware({ target: "esp32c3" });
		const whole = newBoard({ chip: "esp32c3" });
		await flash(whole, directory);
		for (const [index, name] of whole.commands.entries()) {
			if (!name.startsWith("FLASH") && whole.commands.indexOf(name) !== index) continue;
			const board = newBoard({ chip: "esp32c3", faults: { unplugAtCommand: index + 1 } });
			await assert.rejects(flash(board, directory), hasCode("port-lost"), name);
			assert.equal(board.state, "off");
			board.plugIn();
			await flash(board, directory);
			await assertHolds(board, directory);
			board.unplug();
		}
	});

	const bearable: Readonly<Record<string, RomFaults>> = {
		"one MD5 that is wrong": { wrongMd5: [4] },
		"a refused speed": { refuseBaudRate: true },
		"a boot loop of what was in flash before": { bootLoop: "Guru Meditation Error\r\n" },
		"answers that take their time": { answerAfter: 5 },
		"noise before every 40th answer": { noiseBefore: { bytes: 3, every: 40 } },
		"a byte lost on its way to the board": { loseFromHost: [50_000] },
		"an answer that arrives damaged": { loseToHost: [2000] },
	};
	for (const [name, faults] of Object.entries(bearable)) {
		it(`bears ${name}`, async () => {
			const board = newBoard({ chip: "esp32c3", faults });
			const directory = await firmware({ target: "esp32c3" });
			await flash(board, directory);
			await assertHolds(board, directory);
		});
	}

	const refused: readonly [name: string, RomOptions, ToolErrorCode][] = [
		["another chip than the firmware is for", { chip: "esp32s3" }, "chip-mismatch"],
		["a flash that is too small", { chip: "esp32c3", flash: 1024 * 1024 }, "chip-mismatch"],
		["secure download mode", { chip: "esp32c3", faults: { secureDownload: true } }, "chip-locked"],
		["flash encryption", { chip: "esp32c3", faults: { flashEncryption: true } }, "chip-locked"],
	];
	for (const [name, options, code] of refused) {
		it(`refuses ${name} before it writes anything`, async () => {
			const board = newBoard(options);
			const directory = await firmware({ target: "esp32c3" });
			await assert.rejects(flash(board, directory), hasCode(code));
			assert.ok(board.flash.bytes.every((byte) => byte === 0xff));
		});
	}

	it("says that MD5s stay wrong", async () => {
		const board = newBoard({ chip: "esp32c3", faults: { wrongMd5: "all" } });
		await assert.rejects(flash(board, await firmware({ target: "esp32c3" })), hasCode("flash-mismatch"));
	});

	it("says that a chip is silent", async () => {
		const board = newBoard({ chip: "esp32c3", faults: { silent: true } });
		await assert.rejects(flash(board, await firmware({ target: "esp32c3" })), hasCode("chip-silent"));
	});

	it("works as a command over RFC 2217", async () => {
		const rom = await startRom({ chip: "esp32c3", transport: "rfc2217" });
		try {
			const directory = await firmware({ target: "esp32c3" });
			const command = new Cli(["device", "flash", "--port", rom.port, "--firmware", directory, "--json"]);
			assert.equal(await command.exit(), 0, command.stderr);
			assert.ok(command.events.some(({ event }) => event === "flashed"));
			await assertHolds(rom.board, directory);
			assert.equal(rom.board.state, "running");
		} finally {
			await rom.close();
		}
	});
});

const hasCode = (code: ToolErrorCode) => (error: unknown) => {
	assert.equal((error as { code?: unknown }).code, code, String(error));
	return true;
};
