import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { repositoryRoot } from "../../../host-tools/base/files/repository-root.js";
import { withTemporaryDirectory } from "../../../host-tools/base/files/temporary-directory.js";
import { toBootstrap } from "../../../host-tools/board/identity/bootstrap-file.js";
import { createIdentityImage } from "../../../host-tools/board/identity/identity-image.js";
import { createDemoBootstrap } from "../../../host-tools/cli/operations/demo-cloud.js";
import { type AppBuild, buildApp } from "../../../host-tools/moddable/build/build-app.js";
import type { ModdableSdk } from "../../../host-tools/moddable/build/moddable-sdk.js";
import { startVirtualDisplay } from "../../../host-tools/moddable/simulator/virtual-display.js";
import { within } from "../../support/deadline.js";
import { type LoggedEvent, SimulatorRun } from "../simulator-run.js";
import type { HostFault, SoakSchedule } from "./schedule.js";
import { SoakCloud } from "./soak-cloud.js";
import { type Arrival, SoakObserver } from "./soak-observer.js";
import type { SoakTask } from "./task.js";

export interface SoakOptions {
	readonly sdk: ModdableSdk;
	readonly schedule: SoakSchedule;
	/** Device time to real time. */
	readonly speed: number;
	readonly keyOrigin: "aws" | "device";
	/** ms of device time. */
	readonly intervalMs: number;
	/** Blocks of 4096 bytes in the readings partition. */
	readonly blocks: number;
	/** Hears how far it is. */
	readonly note: (text: string) => void;
}

/** Everything there is to judge a soak by. */
export interface SoakRecord {
	/** What the device said, from its start. */
	readonly events: readonly LoggedEvent[];
	readonly exceptions: readonly string[];
	readonly peaks: ReadonlyMap<string, number>;
	/** What arrived behind the cloud. */
	readonly arrivals: readonly Arrival[];
	/** When each fault of the host began and ended, ms of `performance.now()`. */
	readonly inflicted: readonly { readonly fault: HostFault; readonly from: number; readonly to: number }[];
}

const serialNumber = "soak";
const thingName = `thingsmith-${serialNumber}`;
/** A key of the device's own in a debug build, and provisioning. */
const provisioningMs = 180_000;
/** After the last fault, for what waits to be published. */
const catchingUpMs = 120_000;
const measurements = 24;
const blockLength = 4096;

/** Soaks one device in the simulator; takes the schedule's duration divided by `speed`. Rejects when the device never comes online or never gets done. */
export function runSoak(options: SoakOptions): Promise<SoakRecord> {
	return withTemporaryDirectory(async (directory) => {
		const ending: (() => Promise<unknown>)[] = [];
		try {
			const cloud = await SoakCloud.start(directory);
			ending.push(() => cloud.close());
			const { library } = await prepare(options, cloud, directory);
			const display = options.sdk.platform === "lin" ? await startVirtualDisplay() : undefined;
			ending.push(async () => display?.close());
			const observer = await SoakObserver.start(cloud);
			ending.push(() => observer.close());
			const run = new SimulatorRun({ sdk: options.sdk, library, display: display?.name });
			ending.push(() => run.stop());
			return await soak(options, cloud, observer, await run.started());
		} finally {
			for (const end of ending.reverse()) await end();
		}
	});
}

async function soak(
	options: SoakOptions,
	cloud: SoakCloud,
	observer: SoakObserver,
	run: SimulatorRun,
): Promise<SoakRecord> {
	const { schedule, speed, note } = options;
	await run.event("soak.started", {}, { milliseconds: provisioningMs });
	note("online; the time runs");
	const startedAt = performance.now();
	const over = new AbortController();
	const inflicting = inflictAll(schedule.host, cloud, { speed, startedAt, note, signal: over.signal });
	try {
		const milliseconds = schedule.durationMs / speed + catchingUpMs;
		const { fields } = await run.event("soak.ended", {}, { milliseconds });
		const inflicted = await inflicting;
		await within(observer.reading(Number(fields.answers)), "the last reading", 30_000);
		const { events, exceptions, peaks } = run;
		return { events, exceptions, peaks, arrivals: observer.arrivals, inflicted };
	} finally {
		over.abort();
		await inflicting.catch(() => {});
	}
}

async function inflictAll(
	faults: readonly HostFault[],
	cloud: SoakCloud,
	{
		speed,
		startedAt,
		note,
		signal,
	}: { speed: number; startedAt: number; note: SoakOptions["note"]; signal: AbortSignal },
): Promise<SoakRecord["inflicted"]> {
	const inflicted = [];
	for (const fault of faults) {
		await delay(Math.max(0, startedAt + fault.at / speed - performance.now()), undefined, { signal });
		const from = performance.now();
		await cloud.inflict(fault, thingName, fault.forMs / speed);
		inflicted.push({ fault, from, to: performance.now() });
		note(`${(fault.at / 3_600_000).toFixed(1)} h: ${fault.kind}, ${Math.round(fault.forMs / 60_000)} min`);
	}
	return inflicted;
}

/** A device with a claim in the files that the app is built for. */
async function prepare(options: SoakOptions, cloud: SoakCloud, directory: string): Promise<AppBuild> {
	const { sdk, schedule, speed, keyOrigin, intervalMs, blocks, note } = options;
	// The build is kept, so what is built into it stays where it is.
	const home = path.join(repositoryRoot, "build", "soak");
	await mkdir(home, { recursive: true, mode: 0o700 });
	const [flashFile, readingsFile, soakTask] = ["identity.flash", "readings.flash", "task.json"].map((name) =>
		path.join(home, name),
	) as [string, string, string];
	note("building the firmware; the first time takes a minute");
	const build = await buildApp({
		...{ sdk, env: process.env, outDirectory: home, mode: "debug" },
		manifest: path.join(repositoryRoot, "test", "simulator", "soak", "app", "manifest.json"),
		config: { flashFile, readingsFile, soakTask, serialPort: path.join(directory, "none") },
	});
	const { durationMs, device } = schedule;
	const task: SoakTask = { speed, durationMs, measureMs: durationMs / measurements, faults: device };
	await writeFile(soakTask, JSON.stringify(task));
	await writeFile(readingsFile, new Uint8Array(blocks * blockLength).fill(0xff), { mode: 0o600 });
	const bootstrap = await createDemoBootstrap(cloud.client, cloud.emulator, { serialNumber, intervalMs });
	const image = createIdentityImage(
		toBootstrap({ ...bootstrap, keyOrigin, host: "127.0.0.1", port: cloud.proxy.port }),
	);
	await writeFile(flashFile, image, { mode: 0o600 });
	return build;
}
