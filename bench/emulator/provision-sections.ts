import type { EmulatorProcess } from "./emulator-process.js";
import { measure, print, printMeasured } from "./figures.js";

/** A claim is good for five minutes, so a long storm has several waves, each with its own. */
const wave = 1000;

export async function provision(emulator: EmulatorProcess): Promise<void> {
	const devices = 300;
	await provisionWave(emulator, { devices: 50, atOnce: 8, first: 1 });
	const measured = await provisionWave(emulator, { devices, atOnce: 8, first: 1000 });
	printMeasured(`${devices} devices provisioned by CSR with EC keys, 8 at a time`, "devices/s", [measured]);
}

export async function storm(emulator: EmulatorProcess): Promise<void> {
	const devices = 10_000;
	const started = performance.now();
	const waves = [];
	for (let first = 0; first < devices; first += wave) {
		waves.push(await provisionWave(emulator, { devices: wave, atOnce: 200, first: 1_000_000 + first }));
	}
	printMeasured(`${devices} devices provisioned, 200 at a time, waves of ${wave}`, "devices/s", waves);
	print("  in all, with the making of keys", (performance.now() - started) / 1000, "s");
	print("  resident memory of the emulator then", (await emulator.residentBytes()) / 2 ** 20, "MiB");
}

interface Wave {
	readonly devices: number;
	readonly atOnce: number;
	/** Serial number of the first device. */
	readonly first: number;
}

async function provisionWave(emulator: EmulatorProcess, { devices, atOnce, first }: Wave) {
	const { templateName } = emulator;
	const door = await emulator.claim();
	return measure(emulator, { kind: "provision", devices, atOnce, firstSerialNumber: first, templateName, door });
}
