import { portLost } from "../../host-tools/board/serial/port-error.js";
import type { SerialLink, SerialListener, SerialSignals } from "../../host-tools/board/serial/serial-link.js";

/** A link whose other end is the test. */
export class FakeLink implements SerialLink {
	readonly name = "fake";
	readonly hasSignals: boolean;
	readonly written: string[] = [];
	readonly signals: SerialSignals[] = [];
	baudRate: number | undefined;
	#listener: SerialListener | undefined;
	#gone = false;

	constructor({ hasSignals = false } = {}) {
		this.hasSignals = hasSignals;
	}

	get closed(): boolean {
		return this.#gone;
	}

	listen(listener: SerialListener | undefined): void {
		this.#listener = listener;
	}

	async write(bytes: Uint8Array): Promise<void> {
		if (this.#gone) throw portLost(this.name);
		this.written.push(Buffer.from(bytes).toString("latin1"));
	}

	async setBaudRate(baudRate: number): Promise<void> {
		if (this.#gone) throw portLost(this.name);
		this.baudRate = baudRate;
	}

	async setSignals(signals: SerialSignals): Promise<void> {
		if (this.#gone) throw portLost(this.name);
		this.signals.push(signals);
	}

	async close(): Promise<void> {
		this.#gone = true;
		this.#listener = undefined;
	}

	/** The board says so. */
	say(text: string): void {
		this.#listener?.onBytes(Buffer.from(text));
	}

	/** The board was unplugged. */
	lose(): void {
		const listener = this.#listener;
		this.#gone = true;
		this.#listener = undefined;
		listener?.onClosed(portLost(this.name));
	}
}
