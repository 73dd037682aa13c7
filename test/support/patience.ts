import { availableParallelism, loadavg } from "node:os";

/** So that a test which waits in vain still ends. */
const limit = 10;

/**
 * A time limit for a quiet machine, made longer for one that is busy: times the load of the last minute for each core, from once to ten
 * times. E.g. 20 s become 100 s on two cores with a load of 10. Every limit of the tests comes from here; the timeouts of
 * devices and commands that a test is about do not.
 */
export function patience(milliseconds: number): number {
	const [processes = 0] = loadavg();
	// Whole milliseconds, which is all that child_process takes.
	return Math.round(milliseconds * Math.min(Math.max(processes / availableParallelism(), 1), limit));
}
