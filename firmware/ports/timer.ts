/** Ends a pending timer. Calling it again, or after the timer fired, does nothing. */
export type Cancel = () => void;

export interface Timer {
	/**
	 * Calls `callback` once, never synchronously, after at least `milliseconds` (an integer from 0 to 2^31 - 1).
	 * An adapter must catch what `callback` throws: on XS an exception in a timer callback reboots the chip.
	 */
	after(milliseconds: number, callback: () => void): Cancel;
}
