import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { commandPath } from "../test/support/command-path.js";

const deadlineMs = 60_000;

/** Milliseconds from the start of a demo's process to the first acknowledged reading of a device it provisioned. */
export async function benchFirstReading(): Promise<number> {
	const startedAt = performance.now();
	const args = [commandPath, "demo", "--readings", "1", "--json"];
	const demo = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], timeout: deadlineMs });
	const exited = once(demo, "exit");
	let milliseconds: number | undefined;
	for await (const line of createInterface({ input: demo.stdout })) {
		const { event } = JSON.parse(line) as { event: string };
		if (event === "reading") milliseconds ??= performance.now() - startedAt;
	}
	const [code] = await exited;
	if (code !== 0 || milliseconds === undefined) throw new Error(`The demo ended with ${code}, without a reading`);
	return milliseconds;
}
