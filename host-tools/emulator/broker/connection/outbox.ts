import type { ByteStream } from "./byte-stream.js";

/** Bytes from which on they do not wait for what else comes in this turn. */
const enough = 64 * 1024;

/** Gathers what is sent in one turn of the event loop, to many clients, so that each gets it in one write and few TLS records. */
export class Outboxes {
	readonly #filled = new Set<Outbox>();
	#isScheduled = false;

	add(outbox: Outbox): void {
		this.#filled.add(outbox);
		if (this.#isScheduled) return;
		this.#isScheduled = true;
		setImmediate(() => {
			this.#isScheduled = false;
			const filled = [...this.#filled];
			this.#filled.clear();
			for (const each of filled) each.flush();
		});
	}
}

/** What was sent to one client in this turn. */
export class Outbox {
	readonly #stream: ByteStream;
	readonly #outboxes: Outboxes;
	readonly #onTaken: () => void;
	#first: Buffer | undefined;
	#others: Buffer[] | undefined;
	#bytes = 0;

	/** `onTaken` is called each time the client, or the system on its behalf, has taken a write. */
	constructor(stream: ByteStream, outboxes: Outboxes, onTaken: () => void) {
		this.#stream = stream;
		this.#outboxes = outboxes;
		this.#onTaken = onTaken;
	}

	/** Bytes that wait for the end of the turn. */
	get bytes(): number {
		return this.#bytes;
	}

	push(bytes: Buffer): void {
		this.#bytes += bytes.length;
		if (this.#first === undefined) {
			this.#first = bytes;
			this.#outboxes.add(this);
			return;
		}
		this.#others ??= [];
		this.#others.push(bytes);
		if (this.#bytes >= enough) this.flush();
	}

	/** Writes it now. */
	flush(): void {
		const first = this.#first;
		if (first === undefined) return;
		const others = this.#others;
		this.#first = undefined;
		this.#others = undefined;
		const bytes = others === undefined ? first : Buffer.concat([first, ...others], this.#bytes);
		this.#bytes = 0;
		if (!this.#stream.destroyed) this.#stream.write(bytes, this.#onTaken);
	}
}
