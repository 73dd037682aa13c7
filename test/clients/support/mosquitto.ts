import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { until } from "../../support/deadline.js";
import type { DeviceFiles, LocalBench } from "./local-bench.js";
import { runProgram } from "./run-program.js";

export type Certified = Pick<DeviceFiles, "certificatePath" | "keyPath">;

/** Why mosquitto's clients cannot be tested here; undefined where they are installed. */
export function whyNoMosquitto(): string | undefined {
	const needed = ["mosquitto_pub", "mosquitto_sub", "mosquitto_rr", "stdbuf"];
	const missing = needed.filter((name) => spawnSync(name, ["--help"]).error);
	return missing.length === 0 ? undefined : `${missing.join(", ")} (mosquitto-clients). Not installed.`;
}

/** Flags that say where, with which certificate and as whom. */
export function mosquittoFlags(bench: LocalBench, device: Certified, clientId: string): readonly string[] {
	const { certificatePath, keyPath } = device;
	const files = ["--cafile", bench.rootCaPath, "--cert", certificatePath, "--key", keyPath];
	return ["-h", "localhost", "-p", String(bench.mqttPort), ...files, "-i", clientId];
}

/** Resolves when AWS IoT acknowledged the message. */
export function publish(
	bench: LocalBench,
	device: Certified,
	clientId: string,
	args: readonly string[],
): Promise<string> {
	return runProgram("mosquitto_pub", [...mosquittoFlags(bench, device, clientId), "-q", "1", ...args]);
}

/** Publishes on `topic` and resolves with the first answer on `topic`/accepted: mosquitto_rr asks and hears on one connection. */
export function request(
	bench: LocalBench,
	device: Certified,
	clientId: string,
	[topic, payload]: readonly [string, string],
	args: readonly string[] = [],
): Promise<string> {
	const flags = [...mosquittoFlags(bench, device, clientId), "-q", "1", "-W", "40", ...args];
	return runProgram("mosquitto_rr", [...flags, "-t", topic, "-e", `${topic}/accepted`, "-m", payload]);
}

export interface Subscriber {
	/** What it printed, a line each. */
	lines(): readonly string[];
	/** Resolves when it has ended by itself. */
	readonly ended: Promise<unknown>;
	stop(): Promise<void>;
}

/** mosquitto_sub; resolves once it is subscribed. */
export async function subscribe(
	bench: LocalBench,
	device: Certified,
	clientId: string,
	args: readonly string[],
): Promise<Subscriber> {
	const flags = [...mosquittoFlags(bench, device, clientId), "-q", "1", "-d", "-F", "message %t %p", ...args];
	// Without stdbuf nothing is seen of it before it ends.
	const child = spawn("stdbuf", ["-oL", "mosquitto_sub", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
	const ended = once(child, "close");
	let text = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
		});
	}
	await until(`SUBACK of ${clientId}`, () => /^Subscribed/m.test(text) || child.exitCode !== null);
	if (!/^Subscribed/m.test(text)) throw new Error(`mosquitto_sub ended with ${child.exitCode}: ${text}`);
	return {
		lines: () => [...text.matchAll(/^message (.*)$/gm)].map(([, line = ""]) => line),
		ended,
		stop: async () => {
			child.kill();
			await ended;
		},
	};
}
