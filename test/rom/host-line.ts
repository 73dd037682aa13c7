import type { RomFaults } from "./faults.js";
import { noise } from "./noise.js";
import { slipEncode } from "./slip.js";
import type { Uart } from "./uart.js";

/** True for every n-th call, or for those in a list. */
function nth(n: number | readonly number[] | undefined): () => boolean {
	let count = 0;
	return () => {
		count += 1;
		if (typeof n === "number") return count % n === 0;
		return n?.includes(count) ?? false;
	};
}

/** The serial line as the chip has it, with all that is wrong with it. */
export class HostLine {
	readonly uart: Uart;
	readonly #faults: RomFaults;
	readonly #deliver: (bytes: Uint8Array) => void;
	readonly #losesFromHost: () => boolean;
	readonly #losesToHost: () => boolean;
	readonly #noiseBefore: () => boolean;
	readonly #noiseAfter: () => boolean;
	readonly #noise = noise(1);

	constructor(uart: Uart, faults: RomFaults, deliver: (bytes: Uint8Array) => void) {
		this.uart = uart;
		this.#faults = faults;
		this.#deliver = deliver;
		this.#losesFromHost = nth(faults.loseFromHost);
		this.#losesToHost = nth(faults.loseToHost);
		this.#noiseBefore = nth(faults.noiseBefore?.every);
		this.#noiseAfter = nth(faults.noiseAfter?.every);
	}

	/** What the chip hears. */
	hear(bytes: Uint8Array): Uint8Array {
		return this.uart.receive(bytes.filter(() => !this.#losesFromHost()));
	}

	sendFrame(payload: Uint8Array): void {
		if (this.#noiseBefore()) this.send(this.#noiseBytes(this.#faults.noiseBefore));
		this.send(slipEncode(payload));
		if (this.#noiseAfter()) this.send(this.#noiseBytes(this.#faults.noiseAfter));
	}

	send(bytes: Uint8Array): void {
		if (this.#faults.silent) return;
		this.#deliver(this.uart.transmit(bytes.filter(() => !this.#losesToHost())));
	}

	#noiseBytes(amount: { readonly bytes: number } | undefined): Uint8Array {
		return Uint8Array.from({ length: amount?.bytes ?? 0 }, this.#noise);
	}
}
