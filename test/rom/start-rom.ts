import type { Application } from "./application.js";
import { Board } from "./board.js";
import type { ChipName } from "./chips/chip-model.js";
import { chips } from "./chips/chips.js";
import type { RomFaults } from "./faults.js";
import { FlashChip } from "./flash-chip.js";
import { ptyTransport } from "./pty.js";
import type { Wiring } from "./reset-circuit.js";
import { rfc2217Transport } from "./rfc2217-server.js";
import type { RomTransport } from "./transport.js";

export interface RomOptions {
	readonly chip: ChipName;
	/** Its content, or its size in bytes, a power of two; 4 MiB, erased, by default. */
	readonly flash?: Uint8Array | number;
	readonly faults?: RomFaults;
	/** A development board with a USB bridge by default. */
	readonly wiring?: Wiring;
	/** Six bytes; 24:0a:c4:12:34:56 by default. */
	readonly mac?: Uint8Array;
	/** What the flashed firmware does; nothing by default. */
	readonly application?: Application;
}

/** `plug` plugs the board in, too. */
export interface Rom extends RomTransport {
	readonly board: Board;
}

/** A board with power, that nothing is connected to. */
export function makeBoard({ chip, flash = 4 * 1024 * 1024, faults = {}, ...rest }: RomOptions): Board {
	const board = new Board({
		chip: chips[chip],
		flash: new FlashChip(flash),
		faults,
		wiring: rest.wiring ?? "uart-bridge",
		mac: rest.mac ?? Uint8Array.of(0x24, 0x0a, 0xc4, 0x12, 0x34, 0x56),
		application: rest.application,
	});
	board.plugIn();
	return board;
}

/** A board at a port of this machine: a pty (needs python3; carries no modem lines) or a serial server of RFC 2217. */
export async function startRom(options: RomOptions & { readonly transport: "pty" | "rfc2217" }): Promise<Rom> {
	const board = makeBoard(options);
	const transport = await (options.transport === "pty" ? ptyTransport(board) : rfc2217Transport(board));
	return {
		port: transport.port,
		board,
		async plug() {
			board.plugIn();
			await transport.plug();
		},
		async close() {
			await transport.close();
			board.unplug();
		},
	};
}
