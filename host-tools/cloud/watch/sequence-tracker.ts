import type { ReceivedReading } from "./reading-payload.js";

export interface Observation {
	/** Readings that should have come between the one before and this one; -1 when this one was counted as missed and came late. */
	readonly missed: number;
	readonly duplicate: boolean;
	readonly restarted: boolean;
}

const inOrder: Observation = Object.freeze({ missed: 0, duplicate: false, restarted: false });

/** Readings remembered to tell a duplicate from a late one. */
const rememberedLimit = 64;

/**
 * Follows the sequence numbers of one device. QoS 1 delivers at least once: the same number with the same time is a duplicate.
 * A number that does not grow, with a later time, is a device that was restarted and counts anew: nothing is known to be missed.
 */
export class SequenceTracker {
	#last: ReceivedReading | undefined;
	#remembered: string[] = [];

	observe(reading: ReceivedReading): Observation {
		const { sequence, timestamp } = reading;
		if (sequence === undefined) return inOrder;
		const key = `${sequence} ${timestamp ?? ""}`;
		const last = this.#last;
		const known = this.#remembered.includes(key);
		if (last?.sequence !== undefined && known && !(timestamp === undefined && sequence < last.sequence)) {
			return { ...inOrder, duplicate: true };
		}
		this.#remember(key);
		if (last?.sequence === undefined || sequence > last.sequence) {
			this.#last = reading;
			return { ...inOrder, missed: last?.sequence === undefined ? 0 : sequence - last.sequence - 1 };
		}
		if (isEarlier(reading, last)) return { ...inOrder, missed: -1 };
		this.#last = reading;
		this.#remembered = [key];
		return { ...inOrder, restarted: true };
	}

	#remember(key: string): void {
		this.#remembered.push(key);
		if (this.#remembered.length > rememberedLimit) this.#remembered.shift();
	}
}

function isEarlier(one: ReceivedReading, other: ReceivedReading): boolean {
	if (one.timestamp === undefined || other.timestamp === undefined) return false;
	return Date.parse(one.timestamp) <= Date.parse(other.timestamp);
}
