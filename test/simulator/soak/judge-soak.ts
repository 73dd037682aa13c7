import type { LogFields } from "../../../firmware/ports/log.js";
import { patience } from "../../support/patience.js";
import { judgeGaps } from "./judge-gaps.js";
import { judgeMemory, type MemoryFigures } from "./judge-memory.js";
import { judgeReadings } from "./judge-readings.js";
import { judgeRetries } from "./judge-retries.js";
import type { SoakOptions, SoakRecord } from "./run-soak.js";
import { collectProblems, type Verdict } from "./verdict.js";

/** What XS says of each throw in a debug build, be it caught or not. */
const anyThrow = "# Exception: throw!";

/** All that can be said of a soak; without problems, everything is explained. */
export function judgeSoak(record: SoakRecord, { schedule, intervalMs, speed }: SoakOptions): Verdict {
	const fieldsOf = (name: string) => record.events.filter(({ event }) => event === name).map(({ fields }) => fields);
	const { arrivals, inflicted, events } = record;
	const started = fieldsOf("soak.started")[0] ?? {};
	const ended = fieldsOf("soak.ended").at(-1) ?? {};
	const verdicts = [
		judgeReadings({
			answers: Number(ended.answers),
			dropped: Number(fieldsOf("reading.dropped").at(-1)?.dropped ?? 0),
			acknowledged: fieldsOf("reading.acknowledged").map(({ sequence }) => Number(sequence)),
			arrivals,
		}),
		judgeGaps({
			arrivals,
			intervalMs,
			speed,
			longestStallMs: patience(3000),
			faults: schedule.device,
			wallMs: Number(started.wallMs),
			after: Number(started.after),
			clock: fieldsOf("soak.clock").map(({ after, offsetMs }) => ({
				after: Number(after),
				offsetMs: Number(offsetMs),
			})),
		}),
		judgeRetries({ events, inflicted }),
		judgeLife(record, schedule.device.filter(({ kind }) => kind === "sensor").length),
		judgeMemory(memoryOf(record)),
		machineFigures(record, ended),
	];
	return {
		figures: verdicts.flatMap(({ figures }) => figures),
		problems: verdicts.flatMap(({ problems }) => problems),
	};
}

export function memoryOf({ events }: SoakRecord): MemoryFigures[] {
	return events.filter(({ event }) => event === "soak.memory").map(({ fields }) => fields as unknown as MemoryFigures);
}

/** One life, provisioned once, that nothing ended. */
function judgeLife({ events, exceptions }: SoakRecord, sensorFaults: number): Verdict {
	const wanted: Readonly<Record<string, number>> = {
		...{ "soak.boot": 1, provisioned: 1, "soak.ended": 1, failed: 0, "readings.unavailable": 0 },
		"sensor.recovered": sensorFaults,
	};
	const count = (name: string) => events.filter(({ event }) => event === name).length;
	const wrong = Object.entries(wanted).filter(([name, times]) => count(name) !== times);
	const breaks = exceptions.filter((text) => text !== anyThrow);
	const problems = [
		...wrong.map(([name, times]) => `life: "${name}" ${count(name)} times, not ${times}`),
		...collectProblems("machine", breaks),
	];
	return {
		figures: [
			["connections as the thing", String(count("identity.connected"))],
			["starts, breaks and aborts", `${count("soak.boot")}, ${breaks.length}`],
		],
		problems,
	};
}

function machineFigures({ peaks }: SoakRecord, ended: LogFields): Verdict {
	const peak = (name: string) => `${peaks.get(name) ?? "?"} bytes`;
	return {
		figures: [
			["high marks: stack, slots, chunks", ["Stack used", "Slot used", "Chunk used"].map(peak).join(", ")],
			["erases of each block, readings", String(ended.readings)],
			["erases of each block, identity", String(ended.identity)],
		],
		problems: [],
	};
}
