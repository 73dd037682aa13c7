import type { Random } from "../../ports/random.js";

export interface BackoffSettings {
	/** Shortest delay, ms. AWS IoT accepts one CONNECT a second from a client id. */
	readonly minimumMs: number;
	/** Upper bound of the first delay, ms; it doubles with each attempt. */
	readonly baseMs: number;
	/** No delay is longer, ms. */
	readonly capMs: number;
}

/**
 * Delay before retry number `attempt` (1, 2, …): full jitter, that is uniform between the minimum and
 * min(cap, base x 2^(attempt-1)), so that a fleet that lost its broker together does not come back together.
 */
export function backoffDelay(settings: BackoffSettings, attempt: number, random: Random): number {
	const doublings = Math.min(Math.max(attempt - 1, 0), 30);
	const ceiling = Math.max(Math.min(settings.capMs, settings.baseMs * 2 ** doublings), settings.minimumMs);
	return Math.round(settings.minimumMs + randomFraction(random) * (ceiling - settings.minimumMs));
}

/** Uniform in [0, 1), 32 bits. */
export function randomFraction(random: Random): number {
	let value = 0;
	for (const byte of random.fill(new Uint8Array(4))) value = value * 256 + byte;
	return value / 2 ** 32;
}
