import type Client from "embedded:network/mqtt/client";
import { DeviceError } from "../../ports/errors.js";
import type { OutgoingPacket } from "./outgoing-packet.js";

/** Packets that may wait for the TCP window at once. */
const queueLimit = 8;
/** What a write reports as left does not count the whole TLS overhead of the next record (5 + 16 + 32 + 16 bytes). */
const recordOverhead = 72;

/** Sends packets in order, never beyond what the socket granted: a write past the window throws. */
export class OutgoingQueue {
	readonly #client: Client;
	readonly #packets: { readonly packet: OutgoingPacket; readonly onSent: (() => void) | undefined }[] = [];
	#window = 0;

	constructor(client: Client) {
		this.#client = client;
	}

	get empty(): boolean {
		return this.#packets.length === 0;
	}

	get window(): number {
		return this.#window;
	}

	/** Throws DeviceError `internal` when too many packets wait. `onSent` is called when the last byte is handed over. */
	push(packet: OutgoingPacket, onSent?: () => void): void {
		if (this.#packets.length >= queueLimit) {
			throw new DeviceError("internal", `${queueLimit} packets are waiting for the network already`);
		}
		this.#packets.push({ packet, onSent });
		this.#flush();
	}

	grant(window: number): void {
		this.#window = window;
		this.#flush();
	}

	#flush(): void {
		for (let next = this.#packets[0]; next !== undefined; next = this.#packets[0]) {
			const left = next.packet.step(this.#client, this.#window);
			if (left === undefined) return;
			this.#window = Math.max(0, left - recordOverhead);
			if (!next.packet.done) continue;
			this.#packets.shift();
			next.onSent?.();
		}
	}
}
