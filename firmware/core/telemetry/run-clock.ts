import type { Clock } from "../../ports/clock.js";

/**
 * What a time counts from: `wall` is 1970, `run` the start of this run of the firmware, because the clock was not true yet; `none`: the
 * time is not known and will not be.
 */
export type TimeBase = "wall" | "run" | "none";

export interface Stamp {
	readonly base: TimeBase;
	/** Hundredths of a second; 0 with `none`. */
	readonly time: number;
}

/** Five bytes of hundredths of a second: until 2318. What a clock says beyond, or of the time before 1970, is not true. */
const endOfTime = 2 ** 40;
const hundredths = (milliseconds: number) => Math.floor(milliseconds / 10);

/** Tells the time of readings, also of those that are taken before the clock is true. A clock that is set anew counts from then on. */
export class RunClock {
	readonly #clock: Clock;
	readonly #start: number;
	#isTrue = false;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#start = clock.ticks();
	}

	/** Now. */
	stamp(): Stamp {
		if (!this.#isTrue) return { base: "run", time: this.#elapsed() };
		const time = hundredths(this.#clock.now());
		return isTime(time) ? { base: "wall", time } : { base: "none", time: 0 };
	}

	/** The clock is true. Returns when this run started, in hundredths of a second since 1970; undefined when that cannot be. */
	synchronized(): number | undefined {
		this.#isTrue = true;
		const origin = hundredths(this.#clock.now()) - this.#elapsed();
		return isTime(origin) ? origin : undefined;
	}

	#elapsed(): number {
		return hundredths(this.#clock.ticks() - this.#start);
	}
}

function isTime(time: number): boolean {
	return time >= 0 && time < endOfTime;
}
