import type { Random } from "./random.js";

/** One input, and what takes it. */
export interface Attempt {
	/** For people, and to make a test of it. */
	show(): string;
	/** Throws what the emulator must not: a refusal is none of it. */
	feed(): void | Promise<void>;
}

/** What inputs are fed to, and what makes them. */
export interface FuzzSession {
	next(random: Random): Attempt;
	close?(): Promise<void>;
}

export interface FuzzTarget {
	readonly name: string;
	/** How many of a thousand inputs are for it. */
	readonly share: number;
	/** Inputs after which everything is made anew, so that what is kept by design is not taken for a leak. Never without it. */
	readonly renewAfter?: number;
	open(): Promise<FuzzSession> | FuzzSession;
}

/** What is fed with one text, mutated from others. */
export function attempt(show: () => string, feed: Attempt["feed"]): Attempt {
	return { show, feed };
}
