import { Random } from "../fuzz/random.js";
import { until } from "../support/deadline.js";
import { Refused } from "./api.js";
import { startAlone, startLocal } from "./emulator-child.js";
import type { Kind, Target } from "./kind.js";
import { allKinds } from "./kinds.js";
import { Ledger } from "./ledger.js";
import { type Credentials, Life } from "./life.js";
import { Sleepers } from "./sleepers.js";

export interface KillRun {
	readonly directory: string;
	readonly kills: number;
	readonly seed: number;
	/** Every so many lives are of `thingsmith local`, the others of the emulator alone; 5 unless told otherwise. */
	readonly localEvery?: number;
	/** Hears of each kill. */
	readonly told?: (text: string) => void;
}

export interface KillReport {
	readonly kills: number;
	readonly acknowledged: number;
	readonly compared: number;
	readonly problems: readonly string[];
}

/** An emulator with a data directory under a load of everything, killed with SIGKILL again and again. */
export async function runKills({
	directory,
	kills,
	seed,
	localEvery = 5,
	told = () => {},
}: KillRun): Promise<KillReport> {
	const kinds = await allKinds();
	const [ledger, sleepers, random] = [new Ledger(), new Sleepers(), new Random(seed)];
	const problems: string[] = [];
	let credentials: Credentials | undefined;
	let number = 0;
	const report = (found: readonly string[]) => {
		problems.push(...found);
		for (const problem of found) told(problem);
	};
	const acknowledgedNow = () => ledger.acknowledged + sleepers.acknowledged;
	for (let kill = 0; kill <= kills && problems.length < 20; kill++) {
		const start = kill % localEvery === 0 ? startLocal : startAlone;
		const life = await Life.begin(await start(directory), credentials);
		if (credentials === undefined) {
			credentials = await life.register();
			await life.connectDevice(credentials);
			for (const kind of kinds) {
				await kind.prepare?.(life.target);
				await ledger.begin(kind, life.target);
			}
			await sleepers.subscribe((options) => life.connect(options));
		} else {
			const isLast = kill === kills;
			const found = [
				...(await ledger.compare(life.target, isLast || kill % 20 === 0)),
				...(await sleepers.fetch((options) => life.connect(options))),
			];
			report(found.map((problem) => `after kill ${kill}: ${problem}`));
		}
		if (kill === kills) {
			await life.kill();
			break;
		}
		const loads = [
			...kinds.map((kind) => () => oneStep(kind, ledger, life.target, random, number++)),
			() => sleepers.publish(life.target.device),
		].map((step) => load(step, () => life.isOver));
		const enough = acknowledgedNow() + random.int(random.once(5) ? 400 : 100);
		await until("the load", () => acknowledgedNow() >= enough, 5000).catch(() => {});
		await life.kill();
		const refused = (await Promise.all(loads)).flatMap((error) => (error === undefined ? [] : [error]));
		report(refused.map((problem) => `before kill ${kill + 1}: ${problem}`));
		told(`kill ${kill + 1}: ${acknowledgedNow()} acknowledged, ${problems.length} problems`);
	}
	return { kills, acknowledged: acknowledgedNow(), compared: ledger.compared + sleepers.compared, problems };
}

/** One step after the other until the emulator is gone. Resolves with what it refused, which it never should. */
async function load(step: () => Promise<void>, isOver: () => boolean): Promise<string | undefined> {
	while (!isOver()) {
		try {
			await step();
		} catch (error) {
			if (error instanceof Refused) return error.message;
			if (!isOver()) return `${(error as Error).message}, and the emulator is there`;
		}
	}
	return undefined;
}

async function oneStep(kind: Kind, ledger: Ledger, target: Target, random: Random, number: number): Promise<void> {
	const key = random.pick(kind.keys);
	await ledger.take(kind, key, kind.step(key, ledger.stateOf(kind, key), random, number), target);
}
