import type { ModularArithmetic } from "firmware/ports/modular-arithmetic";
import type { Timer } from "firmware/ports/timer";
import Instrumentation from "instrumentation";
import Time from "time";

/** What making something took. */
export interface Measurement {
	readonly milliseconds: number;
	/** The longest time in which nothing else had its turn, ms. */
	readonly longestSlice: number;
	readonly exponentiations: number;
	/** The most in one slice. */
	readonly sliceExponentiations: number;
	readonly collections: number;
	/** Highest seen at the beginning of a slice, bytes. */
	readonly chunkBytes: number;
}

/** A timer and an arithmetic that measure who uses them. */
export class Gauge {
	readonly #started = Time.ticks;
	readonly #collections = instrument("XS Garbage Collection Count");
	#sliceStarted: number | undefined = Time.ticks;
	#longestSlice = 0;
	#exponentiations = 0;
	#inThisSlice = 0;
	#sliceExponentiations = 0;
	#chunkBytes = 0;

	timer(timer: Timer): Timer {
		return {
			after: (milliseconds, callback) => {
				this.#endSlice();
				return timer.after(milliseconds, () => {
					this.#chunkBytes = Math.max(this.#chunkBytes, instrument("XS Chunk Heap Used"));
					this.#sliceStarted = Time.ticks;
					this.#inThisSlice = 0;
					callback();
				});
			},
		};
	}

	arithmetic(arithmetic: ModularArithmetic): ModularArithmetic {
		return {
			power: (base, exponent, modulus) => {
				this.#exponentiations += 1;
				this.#inThisSlice += 1;
				this.#sliceExponentiations = Math.max(this.#sliceExponentiations, this.#inThisSlice);
				return arithmetic.power(base, exponent, modulus);
			},
		};
	}

	end(): Measurement {
		this.#endSlice();
		return {
			milliseconds: Time.delta(this.#started),
			longestSlice: this.#longestSlice,
			exponentiations: this.#exponentiations,
			sliceExponentiations: this.#sliceExponentiations,
			// A counter of 16 bits.
			collections: (instrument("XS Garbage Collection Count") - this.#collections) & 0xffff,
			chunkBytes: this.#chunkBytes,
		};
	}

	#endSlice(): void {
		if (this.#sliceStarted === undefined) return;
		this.#longestSlice = Math.max(this.#longestSlice, Time.delta(this.#sliceStarted));
		this.#sliceStarted = undefined;
	}
}

function instrument(name: "XS Garbage Collection Count" | "XS Chunk Heap Used"): number {
	return Instrumentation.get(Instrumentation.map(name)) ?? 0;
}
