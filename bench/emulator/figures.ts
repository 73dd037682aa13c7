import { median } from "../median.js";
import type { LoadReport, LoadTask } from "./load-tasks.js";
import type { ClientKey, Peer } from "./peer.js";
import { runLoad } from "./run-load.js";

export const rounds = 5;

export function print(name: string, value: number, unit: string): void {
	const digits = value < 100 ? 2 : 0;
	process.stdout.write(`${name.padEnd(72)} ${value.toFixed(digits).padStart(9)} ${unit}\n`);
}

/** How often a second. Stops the run: a figure of a load that was refused is none. */
export function rate({ done, failed, reason, seconds }: LoadReport): number {
	if (failed > 0) throw new Error(`${failed} of ${done + failed} failed: ${reason}`);
	return done / seconds;
}

/** What one load took of the processors: of whom it was put on, for each thing done, and of itself. */
export interface Measured {
	readonly rate: number;
	/** Processor time for each thing done, in µs. */
	readonly cpuMicroseconds: number;
	/** Of one processor that the load generator had, 0 to 1: near 1 it is what is measured. */
	readonly loadShare: number;
}

export async function measure(target: Pick<Peer, "cpuSeconds">, task: LoadTask): Promise<Measured> {
	const before = await target.cpuSeconds();
	const report = await runLoad(task);
	const cpuSeconds = (await target.cpuSeconds()) - before;
	return {
		rate: rate(report),
		cpuMicroseconds: (1e6 * cpuSeconds) / report.done,
		loadShare: report.cpuSeconds / report.seconds,
	};
}

export function printMeasured(what: string, unit: string, each: readonly Measured[]): void {
	const of = (pick: (one: Measured) => number) => median(each.map(pick));
	print(
		what,
		of(({ rate }) => rate),
		unit,
	);
	print(
		"  its processor time for each",
		of(({ cpuMicroseconds }) => cpuMicroseconds),
		"µs",
	);
	print(
		"  processors that the load generator had",
		of(({ loadShare }) => loadShare),
		"",
	);
}

/** The same load on all peers, in turn; medians, and that of the ratios round by round of the first to each other. */
export async function beside(what: string, { unit, peers, key, task }: BesideOptions): Promise<void> {
	const sides = [];
	for (const peer of peers) sides.push({ peer, door: await peer.device(key), results: [] as Measured[] });
	for (let round = -1; round < rounds; round++) {
		for (const { peer, door, results } of round % 2 === 0 ? sides : sides.toReversed()) {
			const measured = await measure(peer, task(door));
			// The first round warms up.
			if (round >= 0) results.push(measured);
		}
	}
	for (const { peer, results } of sides) printMeasured(`${what}, ${peer.name}`, unit, results);
	const [first, ...others] = sides;
	for (const { peer, results } of others) {
		const ratios = results.map(({ rate }, round) => (first?.results[round]?.rate ?? Number.NaN) / rate);
		const span = `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
		print(`  ${first?.peer.name} / ${peer.name}, median of ${rounds} rounds`, median(ratios), span);
	}
}

export interface BesideOptions {
	readonly unit: string;
	readonly peers: readonly Peer[];
	readonly key: ClientKey;
	readonly task: (door: Awaited<ReturnType<Peer["device"]>>) => LoadTask;
}
