import type { DeviceError } from "../../ports/errors.js";

interface Waiting {
	readonly resolve: (granted: readonly number[]) => void;
	readonly reject: (error: DeviceError) => void;
}

/** Packet ids in flight and who waits for their PUBACK or SUBACK. */
export class PendingReplies {
	readonly #waiting = new Map<number, Waiting>();
	#lastId = 0;

	/** An id that is not in flight: 1 to 65535. */
	nextId(): number {
		do {
			this.#lastId = (this.#lastId % 0xffff) + 1;
		} while (this.#waiting.has(this.#lastId));
		return this.#lastId;
	}

	wait(id: number): Promise<readonly number[]> {
		return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
	}

	/** `granted` is the payload of a SUBACK. An unknown id is ignored: its owner is gone. */
	resolve(id: number, granted: readonly number[] = []): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		waiting?.resolve(granted);
	}

	reject(id: number, error: DeviceError): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		waiting?.reject(error);
	}

	rejectAll(error: DeviceError): void {
		for (const id of [...this.#waiting.keys()]) this.reject(id, error);
	}
}
