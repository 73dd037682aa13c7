import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { ChipName } from "./chips/chip-model.js";
import type { RomFaults } from "./faults.js";
import { RomClient, u32 } from "./rom-client.js";
import { makeBoard } from "./start-rom.js";

const image = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) & 0xff);
const ok = [0, 0];

async function synced(chip: ChipName, faults: RomFaults = {}) {
	const board = makeBoard({ chip, faults, flash: 64 * 1024 });
	board.enterDownloadMode();
	const host = new RomClient(board);
	await host.sync();
	return { board, host };
}

async function attached(chip: ChipName, faults: RomFaults = {}) {
	const bench = await synced(chip, faults);
	await bench.host.command("SPI_ATTACH", u32(0, 0));
	return bench;
}

describe("ROM", () => {
	it("answers SYNC eight times, with a value that is not the stub's", async () => {
		const board = makeBoard({ chip: "esp32" });
		board.enterDownloadMode();
		const answers = await new RomClient(board).sync();
		assert.deepEqual(new Set(answers.map(({ opcode, value }) => `${opcode} ${value !== 0}`)), new Set(["8 true"]));
	});

	it("has four status bytes where the stub has two", async () => {
		const { host } = await synced("esp32c3");
		assert.deepEqual([...(await host.command("READ_REG", u32(0x40001000))).data], [0, 0, 0, 0]);
		await host.runStub();
		assert.deepEqual([...(await host.command("READ_REG", u32(0x40001000))).data], ok);
	});

	it("tells its chip by the magic register, and where it can by GET_SECURITY_INFO", async () => {
		const magics = { esp32: 0x00f01d83, esp32c3: 0x1b31506f, esp32s3: 9 } as const;
		for (const [chip, magic] of Object.entries(magics)) {
			const { host } = await synced(chip as ChipName);
			assert.equal((await host.command("READ_REG", u32(0x40001000))).value, magic);
		}
		const { host } = await synced("esp32s3");
		const { data } = await host.command("GET_SECURITY_INFO");
		assert.equal(data.length, 24);
		assert.equal(data[12], 9);
	});

	it("answers what it does not know eight times, by another number", async () => {
		const { host } = await synced("esp32");
		host.send("GET_SECURITY_INFO");
		for (let time = 0; time < 8; time++) {
			const { opcode, data } = await host.response();
			assert.notEqual(opcode, 0x14);
			assert.deepEqual([...data], [1, 5, 0, 0]);
		}
	});

	it("reaches no flash before SPI_ATTACH", async () => {
		const { host, board } = await synced("esp32");
		const { data } = await host.command("FLASH_BEGIN", u32(4096, 1, 1024, 0));
		assert.equal(data[0], 1);
		assert.ok(board.flash.bytes.every((byte) => byte === 0xff));
	});

	it("erases at FLASH_BEGIN, writes blocks, and says the MD5 in hexadecimal", async () => {
		const { host, board } = await attached("esp32");
		board.flash.bytes.fill(0x55);
		await host.command("FLASH_BEGIN", u32(5000, 5, 1024, 0x1000));
		assert.equal(board.flash.bytes[0x2fff], 0xff);
		for (let at = 0; at < image.length; at += 1024) {
			assert.equal((await host.block("FLASH_DATA", image.subarray(at, at + 1024), at / 1024)).data[0], 0);
		}
		assert.deepEqual(board.flash.read(0x1000, 5000), image);
		assert.equal(board.flash.bytes[0xfff], 0x55);
		const { data } = await host.command("SPI_FLASH_MD5", u32(0x1000, 5000, 0, 0));
		const text = Buffer.from(data.subarray(0, 32)).toString();
		assert.equal(text, createHash("md5").update(image).digest("hex"));
	});

	it("refuses a block with a wrong checksum, or another length than it says, and writes nothing of it", async () => {
		const { host, board } = await attached("esp32");
		await host.command("FLASH_BEGIN", u32(1024, 1, 1024, 0));
		const data = Uint8Array.from([...u32(4, 0, 0, 0), 1, 2, 3, 4]);
		assert.deepEqual([...(await host.command("FLASH_DATA", data, 0)).data.subarray(0, 2)], [1, 7]);
		assert.deepEqual([...(await host.command("FLASH_DATA", data.subarray(0, 18), 0)).data.subarray(0, 2)], [1, 5]);
		assert.ok(board.flash.bytes.every((byte) => byte === 0xff));
	});

	it("inflates compressed blocks", async () => {
		const { host, board } = await attached("esp32s3");
		const packed = deflateSync(image);
		await host.command("FLASH_DEFL_BEGIN", u32(5120, 2, 100, 0, 0));
		for (let at = 0; at < packed.length; at += 100) await host.block("FLASH_DEFL_DATA", packed.subarray(at, at + 100));
		assert.deepEqual(board.flash.read(0, 5000), image);
	});

	it("says so when a compressed block is no zlib stream", async () => {
		const { host } = await attached("esp32");
		await host.command("FLASH_DEFL_BEGIN", u32(1024, 1, 1024, 0));
		assert.deepEqual([...(await host.block("FLASH_DEFL_DATA", image)).data.subarray(0, 2)], [1, 0x0b]);
	});

	it("does not run a program that is not whole", async () => {
		const { host } = await synced("esp32");
		await host.command("MEM_BEGIN", u32(8, 1, 0x1800, 0x40080000));
		await host.block("MEM_DATA", new Uint8Array(4));
		await host.command("MEM_END", u32(0, 0x40080000));
		assert.equal((await host.command("READ_REG", u32(0x40001000))).data.length, 4);
	});

	it("shows the flash's id through the registers of its SPI controller", async () => {
		const { host } = await attached("esp32");
		const base = 0x3ff42000;
		const write = (address: number, value: number) => host.command("WRITE_REG", u32(address, value, 0xffffffff, 0));
		await write(base + 0x2c, 23);
		await write(base + 0x24, (7 << 28) | 0x9f);
		await write(base, 1 << 18);
		assert.equal((await host.command("READ_REG", u32(base))).value, 0);
		assert.equal((await host.command("READ_REG", u32(base + 0x80))).value, 0x1040ef);
	});

	it("in secure download mode knows few commands, and says that it is in it", async () => {
		const { host } = await attached("esp32c3", { secureDownload: true });
		assert.equal((await host.command("GET_SECURITY_INFO")).data[0], 4);
		assert.equal((await host.command("FLASH_BEGIN", u32(1024, 1, 1024, 0, 0))).data[0], 0);
		assert.equal((await host.command("READ_REG", u32(0x40001000))).opcode, 0);
	});

	it("says by eFuse and GET_SECURITY_INFO that flash encryption is on", async () => {
		const { host } = await synced("esp32c3", { flashEncryption: true });
		assert.deepEqual([...(await host.command("GET_SECURITY_INFO")).data.subarray(4, 6)], [1, 4]);
		assert.equal((await host.command("READ_REG", u32(0x60008834))).value & (7 << 18), 1 << 18);
	});
});

describe("stub", () => {
	async function stub() {
		const bench = await synced("esp32c3");
		await bench.host.runStub();
		return bench;
	}

	it("answers SYNC with the value 0", async () => {
		const { host } = await stub();
		assert.ok((await host.sync()).every(({ value }) => value === 0));
	});

	it("erases what it writes, as it comes, and no more; leaves out the padding of the last block", async () => {
		const { host, board } = await stub();
		board.flash.bytes.fill(0);
		await host.command("FLASH_BEGIN", u32(4100, 2, 4096, 0, 0));
		await host.block("FLASH_DATA", image.subarray(0, 4096));
		await host.block("FLASH_DATA", Uint8Array.from([...image.subarray(4096, 4100), ...new Uint8Array(4092)]), 1);
		assert.deepEqual([...(await host.command("FLASH_END", u32(1))).data], ok);
		assert.deepEqual(board.flash.read(0, 4100), image.subarray(0, 4100));
		assert.ok(board.flash.read(4100, 4092).every((byte) => byte === 0xff));
		assert.equal(board.flash.bytes[8192], 0);
	});

	it("says at FLASH_DEFL_END that data are missing", async () => {
		const { host } = await stub();
		await host.command("FLASH_DEFL_BEGIN", u32(5000, 1, 4096, 0, 0));
		assert.deepEqual([...(await host.command("FLASH_DEFL_END", u32(1))).data], [1, 0xc8]);
	});

	it("says with the next command what went wrong with a block that it had acknowledged", async () => {
		const { host } = await stub();
		await host.command("FLASH_DEFL_BEGIN", u32(5000, 1, 4096, 0, 0));
		assert.deepEqual([...(await host.block("FLASH_DEFL_DATA", image)).data], ok);
		assert.deepEqual([...(await host.command("FLASH_DEFL_END", u32(1))).data], [1, 0xc7]);
	});

	it("reads flash in packets that are acknowledged, no more than the window at once, and ends with their MD5", async () => {
		const { host, board } = await stub();
		board.flash.program(0, image);
		await host.command("READ_FLASH", u32(0, 5000, 1000, 2));
		const read: Uint8Array[] = [];
		for (let count = 1; count <= 5; count++) {
			read.push(await host.frame());
			if (count >= 2) host.connection.write(Uint8Array.of(0xc0, ...u32(count * 1000), 0xc0));
		}
		assert.deepEqual(new Uint8Array(Buffer.concat(read)), image);
		assert.deepEqual(Buffer.from(await host.frame()), createHash("md5").update(image).digest());
		assert.equal((await host.command("SPI_FLASH_MD5", u32(0, 5000, 0, 0))).data.length, 18);
	});

	it("erases a region, and all", async () => {
		const { host, board } = await stub();
		board.flash.bytes.fill(0);
		await host.command("ERASE_REGION", u32(4096, 4096));
		assert.deepEqual([board.flash.bytes[4095], board.flash.bytes[4096], board.flash.bytes[8192]], [0, 0xff, 0]);
		await host.command("ERASE_FLASH");
		assert.ok(board.flash.bytes.every((byte) => byte === 0xff));
	});
});
