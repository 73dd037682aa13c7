import type { Clock } from "../../ports/clock.js";
import type { Scope } from "../scope.js";
import type { Timeouts } from "../timeouts.js";

export interface ClockKeeperOptions {
	readonly clock: Clock;
	readonly servers: readonly string[];
	readonly scope: Scope;
	readonly timeouts: Timeouts;
	/** False: whoever is connecting sets the clock by itself. */
	readonly isOnline: () => boolean;
	/** The clock was set. */
	readonly onSynchronized: () => void;
}

/**
 * Sets the clock now and then while the device is online: a connection may last for months, in which a crystal drifts by minutes, and
 * a clock that is wrong by an hour or a day passes every check of a certificate. Resolves when the scope ends; rejects never.
 */
export async function keepClock(options: ClockKeeperOptions): Promise<void> {
	const { clock, servers, scope, timeouts, isOnline, onSynchronized } = options;
	while (!scope.closed) {
		try {
			await scope.sleep(timeouts.clockAgeMs);
			if (!isOnline()) continue;
			await scope.within(clock.synchronize(servers), timeouts.clockMs, "the time from SNTP");
			onSynchronized();
		} catch {
			// A clock that was true is good for a while yet.
		}
	}
}
