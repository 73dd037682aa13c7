import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { until, within } from "../support/deadline.js";
import { slipEncode } from "./slip.js";
import { type Rom, type RomOptions, startRom } from "./start-rom.js";
import { TelnetDecoder, type TelnetEvent, telnet, telnetEscape, telnetSubnegotiation } from "./telnet.js";

describe("board behind RFC 2217", () => {
	const ends: (() => unknown)[] = [];
	afterEach(async () => {
		for (const end of ends.splice(0)) await end();
	});

	async function start(options: Partial<RomOptions> = {}): Promise<Rom> {
		const rom = await startRom({ chip: "esp32", transport: "rfc2217", ...options });
		ends.push(() => rom.close());
		return rom;
	}

	async function client(rom: Rom) {
		const { port } = new URL(rom.port);
		const socket: Socket = connect(Number(port), "127.0.0.1");
		socket.on("error", () => {});
		ends.push(() => socket.destroy());
		await within(once(socket, "connect"), "the connection");
		const events: TelnetEvent[] = [];
		const decoder = new TelnetDecoder();
		socket.on("data", (bytes: Buffer) => events.push(...decoder.push(bytes)));
		const text = () =>
			events.map((event) => (event.kind === "data" ? Buffer.from(event.bytes).toString("latin1") : "")).join("");
		/** Sends a request of RFC 2217 and waits for its answer. */
		const request = async (code: number, ...value: number[]) => {
			const before = events.length;
			socket.write(telnetSubnegotiation(Uint8Array.of(telnet.comPort, code, ...value)));
			return until(`the answer to ${code}`, () => {
				const answers = events.slice(before).filter((event) => event.kind === "subnegotiation");
				const answer = answers.find(({ bytes }) => bytes[1] === code + 100);
				return answer && [...answer.bytes.subarray(2)];
			});
		};
		return { socket, events, text, request };
	}

	it("agrees to binary, suppress-go-ahead and the port option, refuses others, and says each thing once", async () => {
		const { socket, events } = await client(await start());
		const { iac, will, do: please, wont, dont, comPort, binary } = telnet;
		socket.write(
			Uint8Array.of(iac, will, comPort, iac, please, binary, iac, please, 1, iac, will, 31, iac, will, comPort),
		);
		await until("the answers", () => events.filter(({ kind }) => kind === "option").length >= 4);
		assert.deepEqual(
			events.filter((event) => event.kind === "option").map(({ verb, option }) => [verb, option]),
			[
				[please, comPort],
				[will, binary],
				[wont, 1],
				[dont, 31],
			],
		);
	});

	it("resets the board by DTR and RTS, and carries its answers", async () => {
		const rom = await start();
		const { request, socket, text } = await client(rom);
		assert.deepEqual(await request(1, 0, 1, 0xc2, 0), [0, 1, 0xc2, 0]);
		for (const step of [9, 11, 8, 12, 9]) assert.deepEqual(await request(5, step), [step]);
		assert.equal(rom.board.state, "download mode");
		assert.deepEqual(await request(5, 7), [9]);
		const sync = Uint8Array.of(0, 8, 36, 0, 0, 0, 0, 0, 7, 7, 0x12, 0x20, ...new Array<number>(32).fill(0x55));
		socket.write(telnetEscape(slipEncode(sync)));
		await until("the answers", () => text().split("\x01\x08\x04\x00").length === 9);
	});

	it("hangs up on a second client, and releases the lines when the first leaves", async () => {
		const rom = await start();
		const first = await client(rom);
		await first.request(5, 11);
		assert.equal(rom.board.state, "held in reset");
		const second = await client(rom);
		if (!second.socket.destroyed) await within(once(second.socket, "close"), "the end of the second");
		first.socket.end();
		await until("the boot", () => rom.board.state === "running");
	});

	it("while unplugged nobody listens; plugged in again it is the same port", async () => {
		const rom = await start();
		const { socket } = await client(rom);
		const closed = once(socket, "close");
		rom.board.unplug();
		await within(closed, "the end");
		await assert.rejects(within(client(rom), "a refusal"), /ECONNREFUSED/);
		await rom.plug();
		await client(rom);
		assert.equal(rom.board.state, "running");
	});
});
