import type { Reading } from "./reading.js";
import type { Stamp } from "./run-clock.js";

/** A reading as it is kept. */
export interface TakenReading extends Stamp {
	/** Hundredths of a degree Celsius, an integer. */
	readonly hundredths: number;
	readonly sequence: number;
}

/** `origin`: when the run it was taken in started, hundredths of a second since 1970; undefined when that is not known. */
export function toReading({ hundredths, sequence, base, time }: TakenReading, origin: number | undefined): Reading {
	const temperature = hundredths / 100;
	if (base === "wall") return { temperature, sequence, time: time * 10 };
	const known = base === "run" && origin !== undefined;
	return { temperature, sequence, time: known ? (origin + time) * 10 : undefined };
}
