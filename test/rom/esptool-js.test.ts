import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ESPLoader, Transport } from "esptool-js";
import { until } from "../support/deadline.js";
import type { Board } from "./board.js";
import { boardLinks } from "./board-link.js";
import type { ChipName } from "./chips/chip-model.js";
import { makeBoard } from "./start-rom.js";
import { webSerialShim } from "./web-serial-shim.js";

const image = Uint8Array.from({ length: 40_000 }, (_, index) => (index * index) >> 3);
const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

/** A loader of esptool-js that keeps quiet. */
function loaderFor(board: Board, baudrate = 115_200): ESPLoader {
	const transport = new Transport(
		webSerialShim(boardLinks(board)) as unknown as ConstructorParameters<typeof Transport>[0],
	);
	transport.trace = () => {};
	const terminal = { clean: () => {}, write: () => {}, writeLine: () => {} };
	return new ESPLoader({ transport, baudrate, terminal });
}

async function write(loader: ESPLoader, address: number, compress: boolean): Promise<void> {
	await loader.writeFlash({
		fileArray: [{ data: image, address }],
		flashMode: "keep",
		flashFreq: "keep",
		flashSize: "keep",
		eraseAll: false,
		compress,
		calculateMD5Hash: md5,
	});
}

describe("esptool-js against the ROM", () => {
	const descriptions = {
		esp32: "ESP32-D0WD-V3 (revision 3)",
		esp32c3: "ESP32-C3 (QFN32) (revision v0.4)",
		esp32s3: "ESP32-S3 (QFN56) (revision v0.2)",
	} as const;
	for (const [chip, description] of Object.entries(descriptions)) {
		it(`resets an ${chip}, loads its stub, flashes an image and compares MD5s`, async () => {
			const board = makeBoard({ chip: chip as ChipName });
			const loader = loaderFor(board, 921_600);
			assert.equal(await loader.main(), description);
			assert.equal(await loader.chip.readMac(loader), "24:0a:c4:12:34:56");
			assert.equal(await loader.detectFlashSize(), "4MB");
			await write(loader, 0x10000, true);
			await write(loader, 0x30000, false);
			assert.deepEqual(board.flash.read(0x10000, image.length), image);
			assert.equal(await loader.flashMd5sum(0x30000, image.length), md5(image));
			assert.deepEqual(await loader.readFlash(0x10000, 10_000), image.subarray(0, 10_000));
			await loader.transport.disconnect();
			board.unplug();
		});
	}

	it("goes on at 115200 Bd where the chip refuses another rate", async () => {
		const board = makeBoard({ chip: "esp32c3", faults: { refuseBaudRate: true } });
		const loader = loaderFor(board, 921_600);
		await loader.main();
		await write(loader, 0, true);
		assert.deepEqual(board.flash.read(0, image.length), image);
		await loader.transport.disconnect();
		board.unplug();
	});

	it("sees that an MD5 is wrong", async () => {
		const board = makeBoard({ chip: "esp32c3", faults: { wrongMd5: "all" } });
		const loader = loaderFor(board);
		await loader.main();
		await assert.rejects(write(loader, 0, true), /MD5 of file does not match/);
		await loader.transport.disconnect();
		board.unplug();
	});

	it("flashes after every point at which it was unplugged", async () => {
		const whole = makeBoard({ chip: "esp32c3" });
		const loader = loaderFor(whole);
		await loader.main();
		await write(loader, 0, true);
		const last = whole.commands.length;
		const first = whole.commands.indexOf("FLASH_DEFL_BEGIN") + 1;
		assert.ok(last - first >= 3);
		for (let command = first; command <= last; command++) {
			const board = makeBoard({ chip: "esp32c3", faults: { unplugAtCommand: command } });
			const unlucky = loaderFor(board);
			await unlucky.main();
			void write(unlucky, 0, true).catch(() => {});
			await until("the unplugging", () => board.state === "off");
			board.plugIn();
			const again = loaderFor(board);
			await again.main();
			await write(again, 0, true);
			assert.deepEqual(board.flash.read(0, image.length), image);
			board.unplug();
		}
		whole.unplug();
	});
});
