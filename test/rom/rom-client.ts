import { EventEmitter, once } from "node:events";
import { within } from "../support/deadline.js";
import type { Board, BoardConnection } from "./board.js";
import { type CommandName, dataChecksum, opcodes } from "./packet.js";
import { SlipDecoder, slipEncode } from "./slip.js";

export interface Response {
	readonly opcode: number;
	readonly value: number;
	/** With the status at its end. */
	readonly data: Uint8Array;
}

/** Little-endian words, as most commands carry. */
export function u32(...values: number[]): Uint8Array {
	return new Uint8Array(Uint32Array.from(values).buffer);
}

/** The least host that can talk to a board in this process: knows frames and commands, resets nothing, tries nothing twice. */
export class RomClient {
	readonly connection: BoardConnection;
	/** All that came, as text. */
	text = "";
	unplugged = false;
	readonly #events = new EventEmitter();
	readonly #decoder = new SlipDecoder();
	readonly #frames: Uint8Array[] = [];

	/** At 115200 Bd. */
	constructor(board: Board) {
		const connection = board.connect({
			onBytes: (bytes) => {
				this.text += Buffer.from(bytes).toString("latin1");
				this.#frames.push(...this.#decoder.push(bytes));
				this.#events.emit("change");
			},
			onUnplugged: () => {
				this.unplugged = true;
				this.#events.emit("change");
			},
		});
		if (connection === undefined) throw new Error("The board is taken");
		this.connection = connection;
		connection.setBaudRate(115_200);
	}

	send(name: CommandName, data: Uint8Array = new Uint8Array(0), checksum = 0): void {
		const packet = new Uint8Array(8 + data.length);
		const view = new DataView(packet.buffer);
		view.setUint8(1, opcodes[name]);
		view.setUint16(2, data.length, true);
		view.setUint32(4, checksum, true);
		packet.set(data, 8);
		this.connection.write(slipEncode(packet));
	}

	/** Rejects when the cable is pulled first. */
	async frame(): Promise<Uint8Array> {
		for (;;) {
			const frame = this.#frames.shift();
			if (frame) return frame;
			if (this.unplugged) throw new Error("Unplugged");
			await within(once(this.#events, "change"), "a frame", 2000);
		}
	}

	async response(): Promise<Response> {
		const frame = await this.frame();
		const view = new DataView(frame.buffer);
		return { opcode: view.getUint8(1), value: view.getUint32(4, true), data: frame.subarray(8) };
	}

	command(name: CommandName, data?: Uint8Array, checksum?: number): Promise<Response> {
		this.send(name, data, checksum);
		return this.response();
	}

	/** A DATA command. */
	block(name: CommandName, bytes: Uint8Array, sequence = 0): Promise<Response> {
		const data = new Uint8Array([...u32(bytes.length, sequence, 0, 0), ...bytes]);
		return this.command(name, data, dataChecksum(bytes));
	}

	async sync(): Promise<Response[]> {
		this.send("SYNC", Uint8Array.of(0x07, 0x07, 0x12, 0x20, ...new Array<number>(32).fill(0x55)));
		const responses: Response[] = [];
		while (responses.length < 8) responses.push(await this.response());
		return responses;
	}

	/** Loads eight bytes that stand for a stub and runs them. */
	async runStub(): Promise<void> {
		await this.command("MEM_BEGIN", u32(8, 1, 0x1800, 0x40080000));
		await this.block("MEM_DATA", new Uint8Array(8));
		await this.command("MEM_END", u32(0, 0x40080004));
		const greeting = Buffer.from(await this.frame()).toString();
		if (greeting !== "OHAI") throw new Error(`The stub says ${greeting}`);
	}
}
