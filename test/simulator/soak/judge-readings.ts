import type { Arrival } from "./soak-observer.js";
import { collectProblems, type Verdict } from "./verdict.js";

export interface ReadingsEvidence {
	/** Good answers of the sensor: each became a reading. */
	readonly answers: number;
	/** Readings the device says it dropped, in total. */
	readonly dropped: number;
	/** Sequence numbers the device says were acknowledged, in order. */
	readonly acknowledged: readonly number[];
	readonly arrivals: readonly Arrival[];
}

/**
 * Each reading arrived, with what the sensor said, in order, or was counted as dropped; twice only with the same content. One that was
 * dropped while it was on its way may arrive nevertheless, without an acknowledgement that the device could see.
 */
export function judgeReadings({ answers, dropped, acknowledged, arrivals }: ReadingsEvidence): Verdict {
	const known = new Map<number, string>();
	const wrong: string[] = [];
	let [last, missing, duplicates] = [0, 0, 0];
	for (const arrival of arrivals) {
		const { sequence, temperature } = arrival;
		const content = JSON.stringify(arrival);
		const before = known.get(sequence);
		if (before !== undefined) {
			duplicates += 1;
			if (before !== content) wrong.push(`${content} came as ${before} before`);
			continue;
		}
		known.set(sequence, content);
		if (temperature !== temperatureOf(sequence)) wrong.push(`${content} is not what the sensor said`);
		if (sequence < last) wrong.push(`${content} came behind ${last}`);
		else missing += sequence - last - 1;
		last = Math.max(last, sequence);
	}
	missing += answers - last;
	const unacknowledged = answers - new Set(acknowledged).size;
	if (unacknowledged !== dropped) wrong.push(`${unacknowledged} were not acknowledged, ${dropped} were dropped`);
	for (const [index, sequence] of acknowledged.entries()) {
		if (!known.has(sequence)) wrong.push(`${sequence} was acknowledged and did not arrive`);
		if (sequence <= (acknowledged[index - 1] ?? 0)) wrong.push(`${sequence} was acknowledged out of order`);
	}
	return {
		figures: [
			["readings taken", String(answers)],
			["readings arrived", String(known.size)],
			["readings dropped, and counted", String(dropped)],
			["readings dropped, and yet arrived", String(dropped - missing)],
			["readings arrived twice, alike", String(duplicates)],
		],
		problems: collectProblems("readings", wrong),
	};
}

/** What the sensor of the app says the nth time, °C. */
function temperatureOf(answer: number): number {
	return (1000 + (answer % 2000)) / 100;
}
