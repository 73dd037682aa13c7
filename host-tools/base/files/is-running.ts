import { readFileSync } from "node:fs";

/**
 * Whether the process `pid` of this machine and namespace can still do something. One that was killed and that nobody has waited for
 * (a zombie: in a container whose first process waits for nobody, for ever) cannot.
 */
export function isRunning(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
	}
	return !isZombie(pid);
}

/** Known on Linux only (proc(5)): the state stands behind the program's name, which may hold anything, parentheses too. */
function isZombie(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		return /^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
	} catch {
		return false;
	}
}
