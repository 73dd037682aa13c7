import config from "mc/config";
import SNTP from "sntp";
import Time from "time";
import { DeviceError } from "../../core/errors.js";
import type { Clock } from "../../ports/clock.js";
import { MonotonicTicks } from "../monotonic-ticks.js";

/** Seconds since 1970: a server that claims to live before 2025-01-01 is wrong. */
const earliestTime = 1_735_689_600;

/** Time from the SNTP server in `config.sntp` (the SDK's default is pool.ntp.org). */
export class SntpClock implements Clock {
	readonly #ticks = new MonotonicTicks();
	#pending: Promise<void> | undefined;

	now(): number {
		return Date.now();
	}

	ticks(): number {
		return this.#ticks.read();
	}

	/** Asks once however often it is called; the SDK gives up by itself after 25 s. */
	synchronize(): Promise<void> {
		this.#pending ??= this.#ask().finally(() => {
			this.#pending = undefined;
		});
		return this.#pending;
	}

	#ask(): Promise<void> {
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		const host = String(config.sntp);
		const fail = (reason: unknown) => {
			reject(new DeviceError("clock-unavailable", `No time from SNTP server ${host}: ${String(reason)}`));
		};
		try {
			new SNTP({ host }, (message, value) => {
				if (message === SNTP.error) fail(value);
				if (message !== SNTP.time) return;
				if (value === undefined || value < earliestTime) return fail(`it says ${value} s since 1970`);
				// Wi-Fi's ticks keep running: only the wall clock is set.
				Time.set(value);
				resolve();
			});
		} catch (thrown) {
			fail(thrown);
		}
		return promise;
	}
}
