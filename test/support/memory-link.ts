import { portLost } from "../../host-tools/board/serial/port-error.js";
import type { SerialLink, SerialListener } from "../../host-tools/board/serial/serial-link.js";

/** What happens to bytes on the way; by default nothing. */
export type Wire = (bytes: Buffer) => readonly Buffer[];

/** A serial line in memory, which loses and damages what it is told to. */
export class MemoryLink implements SerialLink {
	readonly name = "memory";
	readonly hasSignals = false;
	readonly #toBoard: (bytes: Uint8Array) => void;
	readonly #wire: Wire;
	#listener: SerialListener | undefined;
	#lost = false;

	constructor(toBoard: (bytes: Uint8Array) => void, wire: Wire = (bytes) => [bytes]) {
		this.#toBoard = toBoard;
		this.#wire = wire;
	}

	/** What the board sends. */
	readonly fromBoard = (text: string): void => {
		for (const bytes of this.#wire(Buffer.from(text))) setImmediate(() => this.#listener?.onBytes(bytes));
	};

	listen(listener: SerialListener | undefined): void {
		this.#listener = listener;
	}

	async write(bytes: Uint8Array): Promise<void> {
		if (this.#lost) throw portLost(this.name);
		for (const part of this.#wire(Buffer.from(bytes))) setImmediate(() => this.#toBoard(part));
	}

	async setBaudRate(): Promise<void> {}

	async setSignals(): Promise<void> {}

	async close(): Promise<void> {
		this.#listener = undefined;
	}

	unplug(): void {
		this.#lost = true;
		this.#listener?.onClosed(portLost(this.name));
	}
}
