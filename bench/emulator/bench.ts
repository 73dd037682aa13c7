import { cpus } from "node:os";
import { median } from "../median.js";
import { type EmulatorProcess, startEmulatorProcess } from "./emulator-process.js";
import type { LoadReport, LoadTask } from "./load-tasks.js";
import { type Mosquitto, startMosquitto } from "./mosquitto.js";
import type { Door } from "./raw-client.js";
import { runLoad, startLoad } from "./run-load.js";

/**
 * What `thingsmith local` does beside mosquitto, in one run: `npm run bench:emulator [-- publish connect memory provision storm things start]`,
 * all of them without names. It prints figures and judges none.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const rounds = 7;

function print(name: string, value: number, unit: string): void {
	const digits = value < 100 ? 2 : 0;
	process.stdout.write(`${name.padEnd(72)} ${value.toFixed(digits).padStart(9)} ${unit}\n`);
}

/** Stops the run: a figure of a load that was refused is none. */
function rate({ done, failed, reason, seconds }: LoadReport): number {
	if (failed > 0) throw new Error(`${failed} of ${done + failed} failed: ${reason}`);
	return done / seconds;
}

/** The same load on both, in turn; medians, and that of the ratios round by round. */
async function beside(
	what: string,
	unit: string,
	doors: { emulator: Door; mosquitto?: Door | undefined },
	task: (door: Door) => LoadTask,
) {
	const rates = { emulator: [] as number[], mosquitto: [] as number[] };
	for (let round = -1; round < rounds; round++) {
		const order = round % 2 === 0 ? (["mosquitto", "emulator"] as const) : (["emulator", "mosquitto"] as const);
		for (const name of order) {
			const door = doors[name];
			if (door === undefined) continue;
			const measured = rate(await runLoad(task(door)));
			// The first round warms up.
			if (round >= 0) rates[name].push(measured);
		}
	}
	print(`${what}, emulator, median of ${rounds}`, median(rates.emulator), unit);
	if (doors.mosquitto === undefined) return;
	print(`${what}, mosquitto`, median(rates.mosquitto), unit);
	const ratios = rates.emulator.map((one, round) => one / (rates.mosquitto[round] ?? Number.NaN));
	print(
		"  emulator / mosquitto, median of rounds",
		median(ratios),
		`(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
	);
}

/** Memory that so many idle connections with one subscription each take. */
async function memory(broker: { residentBytes(): Promise<number> }, door: Door, connections: number): Promise<number> {
	const before = await broker.residentBytes();
	const load = await startLoad({ kind: "hold", door, connections, atOnce: 32 });
	rate(load.report);
	const bytes = (await broker.residentBytes()) - before;
	await load.end();
	return bytes / connections / 1024;
}

async function provision(emulator: EmulatorProcess, what: string, devices: number, atOnce: number, first: number) {
	const task = { kind: "provision", devices, atOnce, firstSerialNumber: first } as const;
	const { templateName } = emulator;
	const report = await runLoad({ ...task, templateName, door: await emulator.claim() });
	print(what, rate(report), "devices/s");
}

const sections: Readonly<
	Record<string, (emulator: EmulatorProcess, mosquitto: Mosquitto | undefined) => Promise<void>>
> = {
	async start() {
		const times: number[] = [];
		for (let round = 0; round < rounds; round++) {
			const started = await startEmulatorProcess();
			times.push(started.startMs);
			await started.close();
		}
		print(`process start to ready, median of ${rounds}`, median(times), "ms");
	},
	async publish(emulator, mosquitto) {
		const doors = { emulator: await emulator.device(), mosquitto: mosquitto?.door };
		await beside("QoS 1 messages, published, acknowledged, delivered", "messages/s", doors, (door) => {
			return { kind: "publish", door, pairs: 4, messages: 5000 };
		});
	},
	async connect(emulator, mosquitto) {
		const doors = { emulator: await emulator.device(), mosquitto: mosquitto?.door };
		await beside("connections: TLS handshake, CONNECT, CONNACK", "connections/s", doors, (door) => {
			return { kind: "connect", door, connections: 500, atOnce: 16 };
		});
	},
	async memory(emulator, mosquitto) {
		const connections = 2000;
		print(
			`memory a connection, ${connections} idle, emulator`,
			await memory(emulator, await emulator.device(), connections),
			"KiB",
		);
		if (mosquitto === undefined) return;
		print("memory a connection, mosquitto", await memory(mosquitto, mosquitto.door, connections), "KiB");
	},
	async connected(emulator) {
		const load = await startLoad({ kind: "hold", door: await emulator.device(), connections: 10_000, atOnce: 64 });
		print("10,000 connections at once, made with", rate(load.report), "connections/s");
		print("  memory of the emulator then", (await emulator.residentBytes()) / 2 ** 20, "MiB");
		await load.end();
	},
	async provision(emulator) {
		await provision(emulator, "devices provisioned by CSR with EC keys, 8 at a time", 400, 8, 1);
	},
	async storm(emulator) {
		await provision(emulator, "10,000 devices provisioned, 200 at a time", 10_000, 200, 1_000_000);
		print("  memory of the emulator then", (await emulator.residentBytes()) / 2 ** 20, "MiB");
	},
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in sections));
if (unknown !== undefined) {
	process.stderr.write(`There is no "${unknown}": there are ${Object.keys(sections).join(", ")}\n`);
	process.exit(2);
}
const processors = cpus();
process.stdout.write(`${processors.length} × ${processors[0]?.model ?? "?"}, Node ${process.versions.node}\n`);
const mosquitto = await startMosquitto();
if (mosquitto === undefined) process.stdout.write("mosquitto is not installed: nothing is beside it\n");
for (const [name, section] of Object.entries(sections)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	const emulator = await startEmulatorProcess();
	try {
		await section(emulator, mosquitto);
	} catch (error) {
		process.stderr.write(`${name}: ${(error as Error).message}\n`);
		process.exitCode = 1;
	} finally {
		await emulator.close();
	}
}
await mosquitto?.close();
