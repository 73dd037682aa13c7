import type { Verdict } from "./verdict.js";

/** After a collection, online. */
export interface MemoryFigures {
	/** Device time, ms. */
	readonly at: number;
	/** Bytes. */
	readonly slots: number;
	/** Bytes. */
	readonly chunks: number;
	readonly sockets: number;
	readonly timers: number;
}

/** By how much the median of the last quarter may exceed that of the first, slots and chunks together, bytes: 64 slots of 32. */
const growthBound = 2048;
const fewest = 8;

/** Memory is flat. The first look, from before everything has happened once, does not count. */
export function judgeMemory(looks: readonly MemoryFigures[]): Verdict {
	const [, ...counted] = looks;
	if (counted.length < fewest) return { figures: [], problems: [`memory: only ${looks.length} looks at it`] };
	const quarter = Math.ceil(counted.length / 4);
	const [first, last] = [counted.slice(0, quarter), counted.slice(-quarter)];
	const growth = (read: (look: MemoryFigures) => number) => median(last.map(read)) - median(first.map(read));
	const bytes = growth(({ slots, chunks }) => slots + chunks);
	const problems = bytes > growthBound ? [`memory: ${bytes} bytes more than at the beginning`] : [];
	for (const name of ["sockets", "timers"] as const) {
		if (growth((look) => look[name]) > 0) problems.push(`memory: more ${name} than at the beginning`);
	}
	return {
		figures: [
			[
				"slots, first to last quarter",
				`${median(first.map(({ slots }) => slots))} to ${median(last.map(({ slots }) => slots))} bytes`,
			],
			[
				"chunks, first to last quarter",
				`${median(first.map(({ chunks }) => chunks))} to ${median(last.map(({ chunks }) => chunks))} bytes`,
			],
			["growth", `${bytes} bytes; ${growthBound} are allowed`],
		],
		problems,
	};
}

function median(values: readonly number[]): number {
	return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
