import { availableParallelism, loadavg } from "node:os";

/** No deadline grows by more than this. */
const limit = 10;

/**
 * What `milliseconds` on a quiet machine become on this one: in proportion to the processes that have waited for each core during the last
 * minute, at least themselves, at most ten times as many. The owner of every time limit of the tests; what a device or a
 * command does in time is no business of it.
 */
export function patience(milliseconds: number): number {
	const [processes = 0] = loadavg();
	return milliseconds * Math.min(Math.max(processes / availableParallelism(), 1), limit);
}
