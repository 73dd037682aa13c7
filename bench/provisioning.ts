import { demo } from "../host-tools/cli/operations/demo.js";
import type { ThingsmithEvent } from "../host-tools/cli/operations/events.js";

export interface ProvisioningFigures {
	/** From the first claim asked for to the last device provisioned. */
	readonly devicesPerSecond: number;
	/** Resident set in bytes, emulator and all devices in one process, each connected as itself. */
	readonly residentBytes: number;
}

const deadlineMs = 300_000;

/** Provisions that many devices over real TLS, emulator and devices in this process, each with a key that it makes for itself. */
export async function benchProvisioning(devices: number): Promise<ProvisioningFigures> {
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(deadlineMs)]);
	let startedAt = 0;
	let provisioned = 0;
	let figures: ProvisioningFigures | undefined;
	const emit = ({ event }: ThingsmithEvent) => {
		if (event === "ready") startedAt = performance.now();
		if (event !== "provisioned") return;
		provisioned += 1;
		if (provisioned < devices) return;
		const seconds = (performance.now() - startedAt) / 1000;
		figures = { devicesPerSecond: devices / seconds, residentBytes: process.memoryUsage.rss() };
		stop.abort();
	};
	await demo({ devices, readings: undefined, intervalMs: 10_000 }, { emit, signal });
	if (figures === undefined) throw new Error(`Only ${provisioned} of ${devices} devices were provisioned in time`);
	return figures;
}
