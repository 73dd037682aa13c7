import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

/** Time a process gets between SIGTERM and SIGKILL, ms. */
const graceMs = 3_000;

export interface ProcessResult {
	/** Standard output and standard error, as they came. */
	readonly output: string;
	readonly code: number | null;
}

/**
 * Runs a program to its end, which `signal` brings about early. Rejects when it cannot be started, or, after ending it, when
 * `timeoutMs` have passed.
 */
export async function runProcess(
	command: string,
	args: readonly string[],
	options: Omit<SpawnOptions, "signal"> & { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<ProcessResult> {
	const { timeoutMs, signal, ...spawnOptions } = options;
	const child = spawn(command, args, { ...spawnOptions, stdio: ["ignore", "pipe", "pipe"] });
	const chunks: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding("utf8").on("data", (text: string) => chunks.push(text));
	}
	const stop = () => void endProcess(child);
	signal?.addEventListener("abort", stop, { once: true });
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		stop();
	}, timeoutMs);
	try {
		await once(child, "close");
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", stop);
	}
	if (late) throw new Error(`"${command}" did not end within ${timeoutMs} ms and was ended`);
	return { output: chunks.join(""), code: child.exitCode };
}

/** Ends one process by its id and waits for it. May be called twice. */
export async function endProcess(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	const exited = once(child, "exit");
	child.kill("SIGTERM");
	const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
	await exited;
	clearTimeout(timer);
}
