import { patience } from "../support/patience.js";
import type { Attempt, FuzzSession, FuzzTarget } from "./fuzz-target.js";
import { Random, seedOf } from "./random.js";

export interface FuzzRun {
	readonly seed: number;
	readonly inputs: number;
	/** The first input's number: one that was found is made again by its own. */
	readonly from?: number;
	/** Hears of each input before it is fed: whoever watches for hangs. */
	readonly fed?: (target: string, index: number) => void;
}

export interface Finding {
	readonly target: string;
	/** `--only <target> --seed <seed> --from <index> --inputs 1` feeds it again. */
	readonly index: number;
	readonly problem: string;
	readonly input: string;
}

export interface TargetReport {
	readonly target: string;
	readonly inputs: number;
	readonly seconds: number;
	readonly findings: readonly Finding[];
	/** Bytes in use when a third of the inputs was fed, and at the end; undefined where garbage cannot be collected on demand. */
	readonly memory: { readonly warm: number; readonly end: number } | undefined;
	/** ms, of one input. */
	readonly slowest: { readonly milliseconds: number; readonly index: number };
}

/** ms that one input may take on a quiet machine. */
const deadlineMs = 1000;
/** Bytes by which memory may grow from the first third of a run to its end. */
const growth = 24 * 1024 * 1024;
const mostFindings = 20;

/** Feeds one target. */
export async function runTarget(target: FuzzTarget, run: FuzzRun): Promise<TargetReport> {
	const { seed, inputs, from = 0, fed } = run;
	const findings: Finding[] = [];
	let session = await target.open();
	let warm: number | undefined;
	let slowest = { milliseconds: 0, index: from };
	const startedAt = performance.now();
	for (let index = from; index < from + inputs && findings.length < mostFindings; index++) {
		const fresh = (index - from) % (target.renewAfter ?? Number.POSITIVE_INFINITY) === 0 && index > from;
		if (fresh) session = await renewed(target, session);
		if (index - from === Math.floor(inputs / 3)) warm = await bytesInUse();
		const made = session.next(new Random(seedOf(seed, target.name, index)));
		fed?.(target.name, index);
		const begun = performance.now();
		const problem = await problemOf(made);
		const milliseconds = performance.now() - begun;
		if (milliseconds > slowest.milliseconds) slowest = { milliseconds, index };
		const late = milliseconds > patience(deadlineMs) ? `took ${Math.round(milliseconds)} ms` : undefined;
		const found = problem ?? late;
		if (found !== undefined) findings.push({ target: target.name, index, problem: found, input: made.show() });
	}
	const seconds = (performance.now() - startedAt) / 1000;
	const end = await bytesInUse();
	await session.close?.();
	const memory = warm === undefined || end === undefined ? undefined : { warm, end };
	return { target: target.name, inputs, seconds, findings, memory, slowest };
}

/** Whether what is in use has grown more than a run may let it. */
export function hasGrown({ memory }: Pick<TargetReport, "memory">): boolean {
	return memory !== undefined && memory.end - memory.warm > growth;
}

async function renewed(target: FuzzTarget, session: FuzzSession): Promise<FuzzSession> {
	await session.close?.();
	return target.open();
}

async function problemOf(made: Attempt): Promise<string | undefined> {
	try {
		const feeding = made.feed();
		if (feeding !== undefined) await feeding;
		return undefined;
	} catch (error) {
		return error instanceof Error ? (error.stack ?? String(error)) : String(error);
	}
}

async function bytesInUse(): Promise<number | undefined> {
	const { gc } = globalThis as { gc?: () => void };
	if (gc === undefined) return undefined;
	// What ends by turns of the event loop ends first: streams, settled promises.
	for (let turn = 0; turn < 3; turn++) {
		await new Promise((resolve) => setImmediate(resolve));
		gc();
	}
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
