import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { patience } from "../support/patience.js";

const ways: readonly (readonly [string, ...string[]])[] = [["esptool"], ["python3", "-m", "esptool"]];
const deadlineMs = 120_000;

/** How Espressif's esptool (PyPI, version 5 or later) is started here; undefined where it is not installed. */
export function findEsptool(): readonly [string, ...string[]] | undefined {
	return ways.find(([command, ...rest]) => {
		const { status, stdout } = spawnSync(command, [...rest, "version"], { encoding: "utf8" });
		const major = /esptool v(\d+)/.exec(stdout ?? "")?.[1];
		return status === 0 && Number(major) >= 5;
	});
}

/** All that esptool printed. Rejects, with that, when it fails or takes longer than two minutes. */
export async function runEsptool(way: readonly [string, ...string[]], ...args: readonly string[]): Promise<string> {
	const [command, ...rest] = way;
	const child = spawn(command, [...rest, ...args], {
		stdio: ["ignore", "pipe", "pipe"],
		timeout: patience(deadlineMs),
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
	const [code] = await once(child, "close");
	if (code !== 0) throw new Error(`esptool ${args.join(" ")} ended with ${code}:\n${output}`);
	return output;
}
