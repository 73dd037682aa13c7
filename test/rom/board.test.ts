import assert from "node:assert/strict";
import { until } from "../support/deadline.js";
import type { Board } from "./board.js";
import { RomClient, u32 } from "./rom-client.js";
import { makeBoard } from "./start-rom.js";

/** A board whose flash has something that looks like a bootloader, and an application that echoes. */
function echoing(): { board: Board; log: string[] } {
	const log: string[] = [];
	const flash = new Uint8Array(64 * 1024).fill(0xff);
	flash[0] = 0xe9;
	const board = makeBoard({
		chip: "esp32c3",
		flash,
		application: ({ print, chip }) => {
			log.push("start");
			print(`hello from ${chip.name}\n`);
			return { receive: (bytes) => print(bytes), stop: () => log.push("stop") };
		},
	});
	return { board, log };
}

describe("board", () => {
	it("boots the application when power comes on, and again after each reset", () => {
		const { board, log } = echoing();
		const host = new RomClient(board);
		host.connection.setSignals({ rts: true });
		assert.equal(board.state, "held in reset");
		host.connection.setSignals({ rts: false });
		assert.equal(board.state, "running");
		assert.deepEqual(log, ["start", "stop", "start"]);
		assert.match(host.text, /ESP-ROM:esp32c3[\s\S]*SPI_FAST_FLASH_BOOT[\s\S]*hello from esp32c3/);
		board.unplug();
		assert.deepEqual(log, ["start", "stop", "start", "stop"]);
	});

	it("carries bytes between the host and the application", () => {
		const { board } = echoing();
		const host = new RomClient(board);
		host.connection.write(Buffer.from("ping"));
		assert.match(host.text, /ping/);
		board.unplug();
	});

	it("waits for download after a reset with GPIO0 low, by the lines or by a finger", () => {
		for (const reset of [
			(_board: Board, host: RomClient) => {
				host.connection.setSignals({ dtr: false, rts: true });
				host.connection.setSignals({ dtr: true, rts: false });
			},
			(board: Board) => board.enterDownloadMode(),
		]) {
			const { board, log } = echoing();
			const host = new RomClient(board);
			reset(board, host);
			assert.equal(board.state, "download mode");
			assert.match(host.text, /boot:0x4 \(DOWNLOAD[\s\S]*waiting for download\r\n$/);
			assert.deepEqual(log, ["start", "stop"]);
		}
	});

	it("says that there is no bootloader in an erased flash", () => {
		const board = makeBoard({ chip: "esp32" });
		const host = new RomClient(board);
		board.pressReset();
		assert.match(host.text, /boot:0x13 \(SPI_FAST_FLASH_BOOT\)\r\ninvalid header: 0xffffffff\r\n/);
		board.unplug();
	});

	it("boots what was flashed when FLASH_END says so", async () => {
		const { board, log } = echoing();
		board.enterDownloadMode();
		const host = new RomClient(board);
		await host.sync();
		await host.command("FLASH_END", u32(0));
		await until("the boot", () => board.state === "running");
		assert.deepEqual(log, ["start", "stop", "start"]);
		board.unplug();
	});

	it("takes the host's rate until it is in sync, then only what it was told", async () => {
		const { board } = echoing();
		board.enterDownloadMode();
		const host = new RomClient(board);
		host.connection.setBaudRate(460_800);
		await host.sync();
		host.connection.setBaudRate(115_200);
		host.send("READ_REG", u32(0x40001000));
		host.connection.setBaudRate(460_800);
		await host.command("CHANGE_BAUDRATE", u32(921_600, 0));
		host.connection.setBaudRate(921_600);
		assert.equal((await host.command("READ_REG", u32(0x40001000))).value, 0x1b31506f);
		assert.deepEqual(board.commands, ["SYNC", "CHANGE_BAUDRATE", "READ_REG"]);
	});

	it("sends garbage to a host at another rate", () => {
		const { board } = echoing();
		const host = new RomClient(board);
		host.connection.setBaudRate(9600);
		board.pressReset();
		assert.ok(host.text.length > 50);
		assert.doesNotMatch(host.text, /ESP|boot/);
		board.unplug();
	});

	it("has one host at a time, and none without power", () => {
		const { board } = echoing();
		const host = new RomClient(board);
		assert.throws(() => new RomClient(board));
		host.connection.close();
		new RomClient(board).connection.close();
		board.unplug();
		assert.throws(() => new RomClient(board));
	});

	it("resets when the RTC watchdog is set, after the answers", async () => {
		const { board } = echoing();
		board.enterDownloadMode();
		const host = new RomClient(board);
		await host.sync();
		await host.command("WRITE_REG", u32(0x60008090, 0xd0000102, 0xffffffff, 0));
		await host.command("WRITE_REG", u32(0x600080a8, 0, 0xffffffff, 0));
		await until("the reset", () => board.state === "running");
		board.unplug();
	});
});
