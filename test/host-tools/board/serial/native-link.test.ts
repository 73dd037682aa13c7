import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { openSerialLink } from "../../../../host-tools/board/serial/open-serial-link.js";
import { type Rom, startRom } from "../../../rom/start-rom.js";
import { until } from "../../../support/deadline.js";
import { canMakePty, ptyNeeds } from "../../../support/pty.js";
import { skipBecause } from "../../../support/skip-because.js";

const signal = new AbortController().signal;
const open = (port: string) => openSerialLink(port, { baudRate: 115_200, signal });

describe("a serial port of this machine", () => {
	let rom: Rom;

	before(function () {
		if (!canMakePty()) skipBecause(this, `serial ports of this machine. ${ptyNeeds}`);
	});

	beforeEach(async () => {
		rom = await startRom({ chip: "esp32", transport: "pty" });
	});

	afterEach(() => rom?.close());

	it("carries bytes both ways, has no signals when it is a pty, and may be closed twice", async () => {
		const link = await open(rom.port);
		assert.equal(link.hasSignals, false);
		let text = "";
		link.listen({
			onBytes: (bytes) => {
				text += Buffer.from(bytes).toString("latin1");
			},
			onClosed: () => assert.fail("it was closed by its owner"),
		});
		await link.setBaudRate(57_600);
		await link.setSignals({ dtr: true, rts: true });
		await until("the boot log", () => {
			if (text === "") rom.board.pressReset();
			return text.includes("boot:");
		});
		await link.close();
		await link.close();
		await assert.rejects(link.write(Uint8Array.of(1)), { code: "port-lost" });
	});

	it("says port-lost, once, when the board is unplugged", async () => {
		const link = await open(rom.port);
		const ends: string[] = [];
		link.listen({ onBytes: () => undefined, onClosed: (error) => ends.push((error as Error & { code: string }).code) });
		rom.board.unplug();
		await until("the end", () => ends.length > 0);
		assert.deepEqual(ends, ["port-lost"]);
		await link.close();
	});

	it("is port-busy while somebody else has it", async () => {
		const link = await open(rom.port);
		await assert.rejects(open(rom.port), { code: "port-busy", next: /monitor/ });
		await link.close();
		await (await open(rom.port)).close();
	});

	it("is port-missing where there is none", async () => {
		await assert.rejects(open(`${rom.port}-not`), { code: "port-missing" });
	});

	it("is port-forbidden where it is not this user's", async function () {
		if (process.getuid?.() === 0) skipBecause(this, "a port that is not this user's. Root may open every port.");
		await chmod(rom.port, 0);
		await assert.rejects(open(rom.port), { code: "port-forbidden" });
	});
});
