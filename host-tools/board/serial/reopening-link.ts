import { pause, throwIfInterrupted } from "../../base/interruption.js";
import { isPassing, portLost } from "./port-error.js";
import type { OpenSerialLink, SerialLink, SerialListener, SerialSignals } from "./serial-link.js";

/** Between two tries to open it again, in ms. */
const retryMs = 100;

/** `open`, tried again for so long, ms, where the port is not there yet or not this user's yet. */
export const openPatiently =
	(open: OpenSerialLink, awayMs: number): OpenSerialLink =>
	async (port, options) => {
		const until = performance.now() + awayMs;
		for (;;) {
			try {
				return await open(port, options);
			} catch (error) {
				throwIfInterrupted(options.signal);
				if (!isPassing(error) || performance.now() > until) throw error;
				await pause(retryMs, options.signal);
			}
		}
	};

/** A link that opens its port again when a restart of the board took it away. `onClosed` comes when it stays away longer than `awayMs`. */
export const openReopeningLink =
	(open: OpenSerialLink, awayMs: number): OpenSerialLink =>
	async (port, options) => {
		const again = openPatiently(open, awayMs);
		const stop = new AbortController();
		const signal = AbortSignal.any([options.signal, stop.signal]);
		return new ReopeningLink(
			await open(port, options),
			() => again(port, { ...options, signal }),
			stop,
			options.baudRate,
		);
	};

class ReopeningLink implements SerialLink {
	readonly #open: () => Promise<SerialLink>;
	/** Ends the waiting for a port that is away. */
	readonly #stop: AbortController;
	#link: SerialLink;
	#listener: SerialListener | undefined;
	#baudRate: number;
	#back: Promise<void> | undefined;
	#closed = false;
	/** Why it did not come back. */
	#ended: Error | undefined;

	constructor(link: SerialLink, open: () => Promise<SerialLink>, stop: AbortController, baudRate: number) {
		this.#link = link;
		this.#open = open;
		this.#stop = stop;
		this.#baudRate = baudRate;
		this.#attach();
	}

	get name(): string {
		return this.#link.name;
	}

	get hasSignals(): boolean {
		return this.#link.hasSignals;
	}

	listen(listener: SerialListener | undefined): void {
		this.#listener = listener;
		// Whoever only listens would otherwise wait in vain.
		if (this.#ended) listener?.onClosed(this.#ended);
	}

	write(bytes: Uint8Array): Promise<void> {
		return this.#try((link) => link.write(bytes));
	}

	setBaudRate(baudRate: number): Promise<void> {
		this.#baudRate = baudRate;
		return this.#try((link) => link.setBaudRate(baudRate));
	}

	setSignals(signals: SerialSignals): Promise<void> {
		return this.#try((link) => link.setSignals(signals));
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#listener = undefined;
		this.#stop.abort();
		await this.#link.close();
	}

	async #try(work: (link: SerialLink) => Promise<void>): Promise<void> {
		await this.#back;
		try {
			await work(this.#link);
		} catch (error) {
			// The loss may not have been told yet, only felt.
			if (!isPassing(error) || this.#closed) throw error;
			this.#lost();
			await this.#back;
			await work(this.#link);
		}
	}

	#attach(): void {
		const link = this.#link;
		link.listen({
			onBytes: (bytes) => this.#listener?.onBytes(bytes),
			onClosed: () => {
				if (link === this.#link) this.#lost();
			},
		});
	}

	#lost(): void {
		if (this.#closed || this.#back !== undefined) return;
		const back = this.#reopen();
		this.#back = back;
		back.catch((error: unknown) => {
			this.#ended = error as Error;
			if (!this.#closed) this.#listener?.onClosed(error as Error);
		});
	}

	async #reopen(): Promise<void> {
		await this.#link.close();
		this.#link = await this.#open().catch((error: unknown) => {
			throw isPassing(error) ? portLost(this.name, error) : error;
		});
		if (this.#closed) return this.#link.close();
		await this.#link.setBaudRate(this.#baudRate);
		this.#attach();
		this.#back = undefined;
	}
}
