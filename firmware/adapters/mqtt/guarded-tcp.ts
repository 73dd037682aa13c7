import TCP, { type Options } from "embedded:io/socket/tcp";
import type { ConnectionGuard } from "./connection-guard.js";

export type GuardedTcpOptions = Options & { readonly guard: ConnectionGuard };

/** Bytes that may wait for the TCP window: a TLS flight with a certificate chain, and no more. */
const backlogLimit = 16_384;

/**
 * The SDK's TCP socket whose callbacks cannot throw into XS. A write larger than the window waits, instead of throwing: the TLS session
 * sends its certificate, key exchange and signature in one go, which together may exceed the simulators' window of 1536 bytes.
 */
export default class GuardedTcp extends TCP {
	readonly #guard: ConnectionGuard;
	#backlog: Uint8Array[] = [];
	#window = 0;
	#gathering = false;

	constructor(options: GuardedTcpOptions) {
		const { guard, onReadable, onWritable, onError } = options;
		guard.enter("connecting");
		super({
			...options,
			// What is written is whole. Nagle's algorithm would keep back a second small write until the server's delayed acknowledgement.
			nodelay: true,
			onReadable(count) {
				guard.run(() => onReadable?.call(this, count));
			},
			onWritable(count) {
				if (guard.stage === "connecting") guard.enter("handshake");
				const tcp = this as GuardedTcp;
				guard.run(() => {
					tcp.#window = count;
					tcp.#flush();
					if (tcp.#window > 0) onWritable?.call(tcp, tcp.#window);
				});
			},
			onError() {
				guard.run(() => onError?.call(this));
			},
		});
		this.#guard = guard;
	}

	get guard(): ConnectionGuard {
		return this.#guard;
	}

	/** Everything written during `action` leaves together: the messages of a TLS flight are many and small. */
	gather<T>(action: () => T): T {
		this.#gathering = true;
		try {
			return action();
		} finally {
			this.#gathering = false;
			this.#guard.run(() => this.#flush());
		}
	}

	/** Returns how many bytes may be written next without waiting; 0 after a failure. */
	override write(data: Uint8Array | ArrayBuffer): number {
		this.#guard.run(() => {
			this.#backlog.push(data instanceof Uint8Array ? data : new Uint8Array(data));
			const waiting = this.#flush();
			if (waiting > backlogLimit) throw new Error(`${waiting} bytes are waiting for the network`);
		});
		return this.#guard.ended ? 0 : this.#window;
	}

	/** Sends what the window allows. Returns how many bytes are waiting. */
	#flush(): number {
		if (!this.#gathering && this.#backlog.length > 1 && this.#window > 0) this.#backlog = [joined(this.#backlog)];
		for (let next = this.#backlog[0]; next && this.#window > 0 && !this.#gathering; next = this.#backlog[0]) {
			const part = next.subarray(0, this.#window);
			// XS knows no `super` in private methods. The SDK returns nothing when the system refused the write; its onError follows.
			this.#window = (TCP.prototype.write.call(this, part) as unknown as number | undefined) ?? 0;
			if (part.byteLength === next.byteLength) this.#backlog.shift();
			else this.#backlog[0] = next.subarray(part.byteLength);
		}
		return this.#backlog.reduce((sum, bytes) => sum + bytes.byteLength, 0);
	}
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
		offset += part.byteLength;
	}
	return whole;
}
