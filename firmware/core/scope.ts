import { DeviceError } from "../ports/errors.js";
import type { Cancel, Timer } from "../ports/timer.js";

/**
 * Owns what is opened during one stretch of the device's life. `close()` ends all of it: owned resources are
 * closed, newest first, and pending waits reject with `closed`.
 */
export class Scope {
	readonly #timer: Timer;
	readonly #owned = new Set<() => void>();
	#closed = false;

	constructor(timer: Timer) {
		this.#timer = timer;
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** A scope that ends with this one at the latest. */
	child(): Scope {
		const child = new Scope(this.#timer);
		const release = this.own(() => child.close());
		child.own(release);
		return child;
	}

	/** Runs `close` when this scope ends, or at once if it has. Returns a function that runs it now and forgets it. */
	own(close: () => void): Cancel {
		const once = () => {
			if (this.#owned.delete(once)) close();
		};
		this.#owned.add(once);
		if (this.#closed) once();
		return once;
	}

	/** Resolves after `milliseconds`. */
	sleep(milliseconds: number): Promise<void> {
		if (this.#closed) return Promise.reject(new DeviceError("closed", "No wait begins after its owner was closed"));
		return new Promise((resolve, reject) => {
			let wake: Cancel = () => {};
			const release = this.own(() => {
				wake();
				reject(new DeviceError("closed", "The wait ended because its owner was closed"));
			});
			wake = this.#timer.after(milliseconds, () => {
				resolve();
				release();
			});
		});
	}

	/**
	 * Settles as `promise` does, but rejects with `timeout` after `milliseconds`; `what` completes "Timed out waiting for …". `onTimeout`
	 * hears of it first.
	 */
	within<T>(
		promise: Promise<T>,
		milliseconds: number,
		what: string,
		onTimeout: (error: DeviceError) => void = () => {},
	): Promise<T> {
		if (this.#closed) {
			// Nobody waits for it any more, so nobody else would handle its rejection.
			promise.catch(() => {});
			return Promise.reject(new DeviceError("closed", `Stopped waiting for ${what}`));
		}
		return new Promise((resolve, reject) => {
			let cancelTimer: Cancel = () => {};
			const release = this.own(() => {
				cancelTimer();
				// Too late to matter when the promise settled first.
				reject(new DeviceError("closed", `Stopped waiting for ${what}`));
			});
			cancelTimer = this.#timer.after(milliseconds, () => {
				const error = new DeviceError("timeout", `Timed out after ${milliseconds} ms waiting for ${what}`);
				onTimeout(error);
				reject(error);
				release();
			});
			promise.then(
				(value) => {
					resolve(value);
					release();
				},
				(error: unknown) => {
					reject(error);
					release();
				},
			);
		});
	}

	/** Closes everything even when one close throws, and then throws that. May be called twice. */
	close(): void {
		this.#closed = true;
		const failures: unknown[] = [];
		for (const once of [...this.#owned].reverse()) {
			try {
				once();
			} catch (thrown) {
				failures.push(thrown);
			}
		}
		if (failures.length > 0) throw failures[0];
	}
}
