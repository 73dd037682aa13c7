import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import { until, within } from "../support/deadline.js";
import { canMakePty, ptyNeeds } from "../support/pty.js";
import { skipBecause } from "../support/skip-because.js";
import { slipEncode } from "./slip.js";
import { type Rom, startRom } from "./start-rom.js";

describe("board behind a pty", () => {
	let rom: Rom | undefined;
	before(function () {
		if (!canMakePty()) skipBecause(this, `a board behind a pty. ${ptyNeeds}`);
	});
	afterEach(async () => rom?.close());

	function open(path: string) {
		const input = new ReadStream(openSync(path, "r"));
		const output = new WriteStream(openSync(path, "w"));
		let text = "";
		input.setEncoding("latin1");
		input.on("data", (chunk: string) => {
			text += chunk;
		});
		// A terminal that is unplugged fails reads and writes alike.
		for (const stream of [input, output]) stream.on("error", () => {});
		return { input, output, text: () => text };
	}

	it("carries commands and answers, all bytes of them", async () => {
		rom = await startRom({ chip: "esp32c3", transport: "pty" });
		rom.board.enterDownloadMode();
		const { input, output, text } = open(rom.port);
		const data = Uint8Array.from({ length: 256 }, (_, byte) => byte);
		output.write(slipEncode(Uint8Array.of(0, 8, 0, 1, 0, 0, 0, 0, ...data)));
		await until("the answers", () => text().split("\x01\x08\x04\x00").length === 9);
		assert.deepEqual(rom.board.commands, ["SYNC"]);
		input.destroy();
		output.destroy();
	});

	it("is gone when the board is unplugged, and there again under the same name", async () => {
		rom = await startRom({ chip: "esp32", transport: "pty" });
		const { port, board } = rom;
		const { input, output } = open(port);
		const closed = once(input, "close");
		board.unplug();
		await within(closed, "the end");
		output.destroy();
		await until("the end of the port", () => !existsSync(port));
		await rom.plug();
		board.enterDownloadMode();
		const again = open(port);
		again.output.write(slipEncode(Uint8Array.of(0, 8, 0, 0, 0, 0, 0, 0)));
		await until("the answers", () => again.text().length >= 8 * 14);
		again.input.destroy();
		again.output.destroy();
	});
});
