import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoadReport, LoadTask } from "./load-tasks.js";

const deadlineMs = 600_000;

/** The load in a process of its own; `end` ends it, with the connections it holds. */
export async function startLoad(task: LoadTask): Promise<{ readonly report: LoadReport; end(): Promise<void> }> {
	// Keys go over the channel: an argument list is for everyone to see.
	const child: ChildProcess = fork(fileURLToPath(new URL("./load.js", import.meta.url)));
	child.send(task);
	const [report] = (await once(child, "message", { signal: AbortSignal.timeout(deadlineMs) })) as [LoadReport];
	return {
		report,
		async end() {
			const exited = once(child, "exit");
			child.kill();
			await exited;
		},
	};
}

export async function runLoad(task: LoadTask): Promise<LoadReport> {
	const { report, end } = await startLoad(task);
	await end();
	return report;
}
