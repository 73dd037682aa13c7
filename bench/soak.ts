import { parseArgs } from "node:util";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../host-tools/moddable/build/moddable-sdk.js";
import { judgeSoak, memoryOf } from "../test/simulator/soak/judge-soak.js";
import { runSoak, type SoakOptions, type SoakRecord } from "../test/simulator/soak/run-soak.js";
import { hourMs, makeSchedule } from "../test/simulator/soak/schedule.js";

/**
 * A device's day in the simulator, with a fault every half hour, in minutes: prints what went wrong and what became of it, and ends with 1
 * when something is not explained. `npm run bench:soak -- --hours 24 --speed 288 --seed 1`
 */

const say = (text: string) => process.stdout.write(`${text}\n`);

function readNumbers() {
	const options = Object.fromEntries(
		Object.entries({ hours: "24", speed: "288", seed: "1" }).map(([name, value]) => [
			name,
			{ type: "string", default: value } as const,
		]),
	);
	const { values } = parseArgs({ options });
	const [hours, speed, seed] = [values.hours, values.speed, values.seed].map(Number) as [number, number, number];
	if (hours >= 1 && speed >= 1 && speed <= 500 && Number.isInteger(seed)) return { hours, speed, seed };
	throw new RangeError("--hours from 1 on, --speed from 1 to 500, --seed a whole number");
}

function sayMemory(record: SoakRecord): void {
	say("after a collection:  hour    slots   chunks  sockets  timers");
	for (const { at, slots, chunks, sockets, timers } of memoryOf(record)) {
		const cells = [(at / hourMs).toFixed(1), slots, chunks, sockets, timers].map((cell) => String(cell).padStart(8));
		say(`${"".padEnd(17)}${cells.join(" ")}`);
	}
}

async function soak(sdk: ModdableSdk): Promise<boolean> {
	const { hours, speed, seed } = readNumbers();
	const schedule = makeSchedule(hours, seed);
	const minutes = ((hours * 60) / speed).toFixed(1);
	say(
		`${hours} h at ${speed} times the speed: ${minutes} minutes; seed ${seed}. In the device, hours after its start:`,
	);
	for (const { at, ...fault } of schedule.device) say(`  ${(at / hourMs).toFixed(2)} ${JSON.stringify(fault)}`);
	say("and outside:");
	// Few enough blocks that the long silence does not fit.
	const options: SoakOptions = { sdk, schedule, speed, keyOrigin: "device", intervalMs: 10_000, blocks: 4, note: say };
	const record = await runSoak(options);
	const { figures, problems } = judgeSoak(record, options);
	sayMemory(record);
	for (const [name, value] of figures) say(`${name.padEnd(40)} ${value}`);
	for (const problem of problems) say(`UNEXPLAINED ${problem}`);
	if (problems.length === 0) say("Everything is explained.");
	return problems.length === 0;
}

const sdk = findModdableSdk(process.env);
if (sdk === undefined) say(`SKIPPED: the soak. ${howToGetSdk}`);
else if (!(await soak(sdk))) process.exitCode = 1;
