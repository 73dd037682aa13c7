import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** What a process of this machine uses (Linux, proc(5)). */
export interface ProcessUse {
	/** Memory it has in RAM, in bytes. */
	residentBytes(): Promise<number>;
	/** Processor time of all its threads since it began. */
	cpuSeconds(): Promise<number>;
}

/** proc(5) counts in USER_HZ, which is 100 wherever Node runs. */
const ticksPerSecond = 100;

export function useOf(pid: number | undefined): ProcessUse {
	return {
		async residentBytes() {
			const status = await readFile(`/proc/${pid}/status`, "utf8");
			return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN);
		},
		async cpuSeconds() {
			const stat = await readFile(`/proc/${pid}/stat`, "utf8");
			// utime and stime are the 14th and 15th; the name, second, may hold anything.
			const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
		},
	};
}

/** Resolves when the process has nothing more to do by itself, such as keys to be made ahead of need; after a minute all the same. */
export async function quiet({ cpuSeconds }: Pick<ProcessUse, "cpuSeconds">): Promise<void> {
	for (let tries = 0, before = Number.NaN; tries < 120; tries++) {
		const now = await cpuSeconds();
		if (now - before < 0.02) return;
		before = now;
		await delay(500);
	}
}
