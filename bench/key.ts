import { generateKeyPair } from "node:crypto";
import { cpus } from "node:os";
import { promisify } from "node:util";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../host-tools/moddable/build/moddable-sdk.js";
import { type KeyMeasurement, startWorkbench } from "../test/simulator/start-workbench.js";

/** Prints what an RSA 2048 key costs on XS, beside node:crypto's; it judges neither. `npm run bench:key -- 50` makes 50 instead of 20. */

const keys = Number(process.argv[2] ?? 20);

const sdk = findModdableSdk(process.env);
if (sdk === undefined) process.stdout.write(`SKIPPED: the bench of keys. ${howToGetSdk}\n`);
else await benchKeys(sdk);

async function benchKeys(sdk: ModdableSdk): Promise<void> {
	const processors = cpus();
	process.stdout.write(`${processors.length} × ${processors[0]?.model ?? "?"}, Node ${process.versions.node}\n`);
	process.stdout.write("Building the simulator's firmware; the first time takes a minute …\n");
	const workbench = await startWorkbench(sdk);
	const onXs: KeyMeasurement[] = [];
	const onNode: number[] = [];
	try {
		// In turn, so that both have the same machine.
		for (let key = 0; key < keys; key += 1) {
			onXs.push((await workbench.makeKey()).measurement);
			onNode.push(await timeNodeKey());
		}
	} finally {
		await workbench.close();
	}
	process.stdout.write(
		`${keys} keys each, XS in a release build of the simulator:${"".padEnd(22)}median      least       most\n`,
	);
	const spread = (name: string, unit: string, read: (measurement: KeyMeasurement) => number) =>
		print(name, unit, onXs.map(read));
	spread("XS: a key", "s", ({ milliseconds }) => milliseconds / 1000);
	spread("XS: garbage collections of a key", "", ({ collections }) => collections);
	spread("XS: modular exponentiations of a key", "", ({ exponentiations }) => exponentiations);
	spread("XS: time of an exponentiation, all else with it", "ms", (one) => one.milliseconds / one.exponentiations);
	spread("XS: longest time between two yields", "ms", ({ longestTurn }) => longestTurn);
	spread("XS: chunk heap", "KiB", ({ chunkBytes }) => chunkBytes / 1024);
	print("node:crypto: a key", "s", onNode);
}

/** Seconds. */
async function timeNodeKey(): Promise<number> {
	const startedAt = performance.now();
	await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
	return (performance.now() - startedAt) / 1000;
}

function print(name: string, unit: string, values: readonly number[]): void {
	const sorted = [...values].sort((a, b) => a - b);
	const figures = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)].map((value = Number.NaN) =>
		value.toFixed(value < 100 ? 2 : 0).padStart(9),
	);
	process.stdout.write(`${name.padEnd(64)} ${figures.join("  ")} ${unit}\n`);
}
