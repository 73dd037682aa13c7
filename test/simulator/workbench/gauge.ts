import type { ModularArithmetic } from "firmware/ports/modular-arithmetic";
import type { Timer } from "firmware/ports/timer";
import Instrumentation from "instrumentation";
import Time from "time";

/** What making something took. */
export interface Measurement {
	readonly milliseconds: number;
	/** The longest time in which nothing else had its turn, ms. */
	readonly longestTurn: number;
	readonly exponentiations: number;
	/** The most in one turn. */
	readonly turnExponentiations: number;
	readonly collections: number;
	/** Highest seen at the beginning of a turn, bytes. */
	readonly chunkBytes: number;
}

/** A timer and an arithmetic that measure who uses them. */
export class Gauge {
	readonly #started = Time.ticks;
	readonly #collections = instrument("XS Garbage Collection Count");
	#turnStarted: number | undefined = Time.ticks;
	#longestTurn = 0;
	#exponentiations = 0;
	#inThisTurn = 0;
	#turnExponentiations = 0;
	#chunkBytes = 0;

	timer(timer: Timer): Timer {
		return {
			after: (milliseconds, callback) => {
				this.#endTurn();
				return timer.after(milliseconds, () => {
					this.#chunkBytes = Math.max(this.#chunkBytes, instrument("XS Chunk Heap Used"));
					this.#turnStarted = Time.ticks;
					this.#inThisTurn = 0;
					callback();
				});
			},
		};
	}

	arithmetic(arithmetic: ModularArithmetic): ModularArithmetic {
		return {
			power: (base, exponent, modulus) => {
				this.#exponentiations += 1;
				this.#inThisTurn += 1;
				this.#turnExponentiations = Math.max(this.#turnExponentiations, this.#inThisTurn);
				return arithmetic.power(base, exponent, modulus);
			},
		};
	}

	end(): Measurement {
		this.#endTurn();
		return {
			milliseconds: Time.delta(this.#started),
			longestTurn: this.#longestTurn,
			exponentiations: this.#exponentiations,
			turnExponentiations: this.#turnExponentiations,
			// A counter of 16 bits.
			collections: (instrument("XS Garbage Collection Count") - this.#collections) & 0xffff,
			chunkBytes: this.#chunkBytes,
		};
	}

	#endTurn(): void {
		if (this.#turnStarted === undefined) return;
		this.#longestTurn = Math.max(this.#longestTurn, Time.delta(this.#turnStarted));
		this.#turnStarted = undefined;
	}
}

function instrument(name: "XS Garbage Collection Count" | "XS Chunk Heap Used"): number {
	return Instrumentation.get(Instrumentation.map(name)) ?? 0;
}
