import TCP, { type Options } from "embedded:io/socket/tcp";
import type { ConnectionGuard } from "./connection-guard.js";

export type GuardedTcpOptions = Options & { readonly guard: ConnectionGuard };

/** The SDK's TCP socket whose callbacks cannot throw into XS, and whose writes fail the connection instead of the caller. */
export default class GuardedTcp extends TCP {
	readonly #guard: ConnectionGuard;

	constructor(options: GuardedTcpOptions) {
		const { guard, onReadable, onWritable, onError } = options;
		guard.enter("connecting");
		super({
			...options,
			onReadable(count) {
				guard.run(() => onReadable?.call(this, count));
			},
			onWritable(count) {
				if (guard.stage === "connecting") guard.enter("handshake");
				guard.run(() => onWritable?.call(this, count));
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

	/** Bytes that may be written next; 0 after a failure. */
	override write(data: Uint8Array | ArrayBuffer): number {
		if (this.#guard.ended) return 0;
		try {
			// The SDK returns nothing when the operating system refused the write; its onError follows.
			return super.write(data) ?? 0;
		} catch (thrown) {
			this.#guard.fail(thrown);
			return 0;
		}
	}
}
