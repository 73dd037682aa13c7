import { DeviceError } from "../../firmware/ports/errors.js";
import type { MqttFragment, MqttListener } from "../../firmware/ports/mqtt-client.js";

/** Keeps what a connection tells its owner, in order. */
export class RecordingListener implements MqttListener {
	/** `connected`, `fragment`, `closed` */
	readonly calls: string[] = [];
	/** Payloads copied, as the port asks. */
	readonly fragments: MqttFragment[] = [];
	/** Resolves with undefined on onConnected, with the reason on onClosed, whichever is first. */
	readonly opened: Promise<DeviceError | undefined>;
	/** Resolves with the reason on onClosed. */
	readonly closed: Promise<DeviceError>;
	#open: (error: DeviceError | undefined) => void = () => {};
	#close: (error: DeviceError) => void = () => {};
	readonly #waiters = new Set<() => void>();

	constructor() {
		this.opened = new Promise((resolve) => {
			this.#open = resolve;
		});
		this.closed = new Promise((resolve) => {
			this.#close = resolve;
		});
	}

	onConnected(): void {
		this.calls.push("connected");
		this.#open(undefined);
	}

	onFragment({ topic, payload, more }: MqttFragment): void {
		this.calls.push("fragment");
		this.fragments.push({ topic, payload: Uint8Array.from(payload), more });
		for (const wake of this.#waiters) wake();
	}

	onClosed(error: DeviceError): void {
		this.calls.push("closed");
		if (!(error instanceof DeviceError)) throw new TypeError("onClosed without a DeviceError");
		this.#open(error);
		this.#close(error);
	}

	/** Resolves with the payload of the first message on `topic` once its last fragment is there. */
	async message(topic: string): Promise<Uint8Array> {
		for (;;) {
			const first = this.fragments.findIndex((fragment) => fragment.topic === topic);
			const last = first < 0 ? -1 : this.fragments.findIndex(({ more }, index) => index >= first && !more);
			if (last >= 0) return Buffer.concat(this.fragments.slice(first, last + 1).map(({ payload }) => payload));
			await new Promise<void>((resolve) => this.#waiters.add(resolve));
		}
	}
}
