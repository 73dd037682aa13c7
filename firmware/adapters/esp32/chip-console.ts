import Timer from "timer";
import type { Console } from "../../ports/console.js";
import type { Log } from "../../ports/log.js";
import { serialRead } from "./serial-line.js";

/** The driver's buffer, 4096 bytes, takes seven times as long to fill at 115,200 baud. */
const pollMs = 50;

/** Bytes from the chip's serial line. They are asked for, so that no interrupt ever meets a busy machine. */
export class ChipConsole implements Console {
	readonly #log: Log;
	#polling: Timer | undefined;

	constructor(log: Log) {
		this.#log = log;
	}

	listen(onBytes: (bytes: Uint8Array) => void): void {
		while (serialRead() !== undefined) {
			// What arrived before is dropped.
		}
		this.#polling = Timer.repeat(() => this.#poll(onBytes), pollMs);
	}

	close(): void {
		Timer.clear(this.#polling);
		this.#polling = undefined;
	}

	#poll(onBytes: (bytes: Uint8Array) => void): void {
		try {
			for (;;) {
				const bytes = this.#polling === undefined ? undefined : serialRead();
				if (bytes === undefined) return;
				onBytes(new Uint8Array(bytes));
			}
		} catch (thrown) {
			const message = thrown instanceof Error ? thrown.message : String(thrown);
			this.#log.write("error", "failed", { code: "internal", message: `The console's listener threw: ${message}` });
		}
	}
}
