import type { ChipModel } from "./chips/chip-model.js";
import type { FlashChip } from "./flash-chip.js";

/** The board as the program in its flash sees it. */
export interface ApplicationBoard {
	readonly chip: ChipModel;
	readonly flash: FlashChip;
	readonly mac: Uint8Array;
	/** Sends on UART0, as the host's rate allows. Does nothing once the application was stopped. */
	print(output: string | Uint8Array): void;
}

export interface RunningApplication {
	/** Bytes from the host. */
	receive?(bytes: Uint8Array): void;
	/** The chip is being reset, or its power goes. Nothing is waited for. */
	stop(): void;
}

/** Stands for what the flashed firmware does; started at every boot from a flash with a bootloader in it. */
export type Application = (board: ApplicationBoard) => RunningApplication;
