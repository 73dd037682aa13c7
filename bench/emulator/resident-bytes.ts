import { readFile } from "node:fs/promises";

/** Memory that a process of this machine has in RAM (Linux, proc(5)). */
export async function residentBytes(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, "utf8");
	return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN);
}
