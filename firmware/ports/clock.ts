/** Wall-clock and monotonic time. */
export interface Clock {
	/** Milliseconds since 1970-01-01T00:00:00Z. Meaningless until `synchronize()` has resolved once. */
	now(): number;

	/** Monotonic milliseconds from an arbitrary origin; never goes back, not even when the wall clock is set. */
	ticks(): number;

	/**
	 * Makes `now()` true to within a few seconds; resolves at once where the host keeps the clock.
	 * TLS checks server certificates against `now()`, so nothing may connect before this resolved.
	 * `servers`, SNTP hosts, are asked one after the other. Rejects with code `clock-unavailable` when none answers; may be called again.
	 * It has no deadline of its own: the caller sets one.
	 */
	synchronize(servers: readonly string[]): Promise<void>;
}
