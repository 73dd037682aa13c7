import assert from "node:assert/strict";
import { until } from "../support/deadline.js";
import type { RomFaults } from "./faults.js";
import { RomClient, u32 } from "./rom-client.js";
import { makeBoard } from "./start-rom.js";

const block = new Uint8Array(1024);

function bench(faults: RomFaults) {
	const board = makeBoard({ chip: "esp32", flash: 64 * 1024, faults });
	board.enterDownloadMode();
	return { board, host: new RomClient(board) };
}

describe("faults of a board", () => {
	it("noise stands before and after packets, the same in every run", async () => {
		const texts = [1, 2].map(async () => {
			const { host } = bench({ noiseBefore: { bytes: 3, every: 2 }, noiseAfter: { bytes: 5, every: 4 } });
			await host.sync();
			return host.text;
		});
		const [one = "", two] = await Promise.all(texts);
		assert.equal(one, two);
		assert.equal(one.length, 8 * 14 + 4 * 3 + 2 * 5);
	});

	it("bytes are lost on their way, every n-th", async () => {
		const { host } = bench({ loseToHost: 10 });
		host.send("SYNC");
		await until("the answers", () => host.text.length >= 100);
		assert.equal(host.text.length, 8 * 14 - 11);
	});

	it("a command that lost a byte is refused", async () => {
		const { host } = bench({ loseFromHost: 60 });
		await host.sync();
		const { data } = await host.command("WRITE_REG", u32(0x3ff42000, 1, 2, 3));
		assert.deepEqual([...data.subarray(0, 2)], [1, 5]);
	});

	it("MD5s are wrong, those that were asked for", async () => {
		const { host } = bench({ wrongMd5: [2] });
		await host.sync();
		await host.command("SPI_ATTACH", u32(0, 0));
		const answers: string[] = [];
		for (let count = 0; count < 3; count++) {
			answers.push(Buffer.from((await host.command("SPI_FLASH_MD5", u32(0, 16, 0, 0))).data).toString());
		}
		assert.notEqual(answers[0], answers[1]);
		assert.equal(answers[0], answers[2]);
	});

	it("the cable is pulled while a block is being written: what was written stays, the block is torn; then all is well", async () => {
		const { board, host } = bench({ unplugAtCommand: 5 });
		await host.sync();
		await host.command("SPI_ATTACH", u32(0, 0));
		await host.command("FLASH_BEGIN", u32(4096, 4, 1024, 0));
		await host.block("FLASH_DATA", block);
		await assert.rejects(host.block("FLASH_DATA", block, 1), /Unplugged/);
		assert.equal(board.state, "off");
		assert.ok(board.flash.read(0, 1024).every((byte) => byte === 0));
		assert.notDeepEqual(board.flash.read(1024, 1024), block);
		assert.ok(board.flash.read(2048, 2048).every((byte) => byte === 0xff));

		board.plugIn();
		board.enterDownloadMode();
		const again = new RomClient(board);
		await again.sync();
		await again.command("SPI_ATTACH", u32(0, 0));
		await again.command("FLASH_BEGIN", u32(4096, 4, 1024, 0));
		for (let sequence = 0; sequence < 4; sequence++) await again.block("FLASH_DATA", block, sequence);
		assert.ok(board.flash.read(0, 4096).every((byte) => byte === 0));
	});

	it("the cable is pulled in the middle of a command: nothing of it happens", async () => {
		const { board, host } = bench({ unplugAtByte: 100 });
		await host.sync();
		await host.command("SPI_ATTACH", u32(0, 0));
		await assert.rejects(host.command("FLASH_BEGIN", new Uint8Array(60)), /Unplugged/);
		assert.equal(board.state, "off");
		assert.deepEqual(board.commands, ["SYNC", "SPI_ATTACH"]);
	});

	it("a silent board hears and says nothing", async () => {
		const { board, host } = bench({ silent: true });
		host.send("SYNC");
		await until("the command", () => board.commands.length === 1);
		assert.equal(host.text, "");
	});

	it("answers take their time", async () => {
		const { host } = bench({ answerAfter: 50 });
		const start = performance.now();
		await host.sync();
		assert.ok(performance.now() - start >= 49);
	});

	it("a refused rate stays as it was", async () => {
		const { host } = bench({ refuseBaudRate: true });
		await host.sync();
		assert.equal((await host.command("CHANGE_BAUDRATE", u32(921_600, 0))).data[0], 1);
		assert.equal((await host.command("READ_REG", u32(0x40001000))).value, 0x00f01d83);
	});

	it("a boot loop prints the same again and again, until the board is reset into download mode", async () => {
		const { board, host } = bench({ bootLoop: "Guru Meditation Error\r\n" });
		board.pressReset();
		await until("three times", () => host.text.split("Guru").length > 3);
		board.enterDownloadMode();
		await host.sync();
		board.unplug();
	});
});
