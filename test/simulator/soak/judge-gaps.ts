import type { Arrival } from "./soak-observer.js";
import type { DeviceFault } from "./task.js";
import { collectProblems, type Verdict } from "./verdict.js";

export interface GapsEvidence {
	readonly arrivals: readonly Arrival[];
	/** What the clock said when the time began to run, ms since 1970. */
	readonly wallMs: number;
	/** The reading before that. */
	readonly after: number;
	/** How wrong the clock was from the reading after `after` on, ms; in order. */
	readonly clock: readonly { readonly after: number; readonly offsetMs: number }[];
	readonly faults: readonly DeviceFault[];
	readonly intervalMs: number;
	readonly speed: number;
	/** Longest time for which the machine may have done something else than sample, real ms: a handshake, or other programs. */
	readonly longestStallMs: number;
}

/** With the known jumps of its clock taken off, the device's time only grows, and where an interval is longer the sensor failed. */
export function judgeGaps(evidence: GapsEvidence): Verdict {
	const { intervalMs, speed, faults, longestStallMs } = evidence;
	const wrong: string[] = [];
	let [sensorGaps, stalls, longest] = [0, 0, 0];
	let last: { sequence: number; at: number } | undefined;
	for (const { sequence, timestamp } of firstArrivals(evidence.arrivals)) {
		const at = trueTime(sequence, timestamp, evidence);
		if (!Number.isFinite(at)) wrong.push(`reading ${sequence} has no time`);
		if (last && last.sequence > evidence.after) {
			const excess = at - last.at - (sequence - last.sequence) * intervalMs;
			if (at <= last.at) wrong.push(`reading ${sequence} was taken ${last.at - at} ms before the one before`);
			if (excess > intervalMs / 2) {
				if (sensorFailed(faults, last.at, at, intervalMs)) sensorGaps += 1;
				else {
					stalls += 1;
					longest = Math.max(longest, excess / speed);
					if (excess / speed > longestStallMs) {
						wrong.push(`nothing was taken for ${Math.round(excess / 1000)} s before reading ${sequence}`);
					}
				}
			}
		}
		last = { sequence, at };
	}
	return {
		figures: [
			["gaps in time: the sensor failed", String(sensorGaps)],
			["gaps in time: the machine was busy", `${stalls}, the longest ${Math.round(longest)} ms of real time`],
		],
		problems: collectProblems("time", wrong),
	};
}

function firstArrivals(arrivals: readonly Arrival[]): Arrival[] {
	const known = new Set<number>();
	return arrivals.filter(({ sequence }) => !known.has(sequence) && known.add(sequence));
}

/** ms of device time. */
function trueTime(sequence: number, timestamp: string | undefined, { wallMs, clock }: GapsEvidence): number {
	const offsetMs = clock.findLast(({ after }) => sequence > after)?.offsetMs ?? 0;
	return Date.parse(timestamp ?? "") - offsetMs - wallMs;
}

function sensorFailed(faults: readonly DeviceFault[], from: number, to: number, slackMs: number): boolean {
	return faults.some((fault) => fault.kind === "sensor" && fault.at < to + slackMs && fault.at + fault.forMs > from);
}
