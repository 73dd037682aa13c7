import { fileURLToPath } from "node:url";
import { startEmulator } from "../host-tools/emulator/emulator.js";
import type { BenchFigure } from "./broker.js";
import { median } from "./median.js";

const few = 1000;
const many = 100_000;
const pages = 200;
const rounds = 5;

const headers = { authorization: "AWS4-HMAC-SHA256 Credential=x" };

/** ms for a page of ListThings from the middle of the list over HTTP, among few and among many things: the same process, in turn. */
export async function benchLists(): Promise<BenchFigure[]> {
	const small = await fleetOf(few);
	const large = await fleetOf(many);
	try {
		const ratios: number[] = [];
		const times = { few: [] as number[], many: [] as number[] };
		for (let round = 0; round < rounds; round++) {
			const among = { few: await small.page(), many: await large.page() };
			times.few.push(among.few);
			times.many.push(among.many);
			ratios.push(among.many / among.few);
		}
		return [
			{ name: `a page of ListThings among ${few} things`, value: median(times.few), unit: "ms" },
			{ name: `a page of ListThings among ${many} things`, value: median(times.many), unit: "ms" },
			{ name: "many / few (median of rounds)", value: median(ratios), unit: "" },
		];
	} finally {
		await small.emulator.close();
		await large.emulator.close();
	}
}

async function fleetOf(things: number) {
	const emulator = await startEmulator({ port: 0, mqttPort: 0 });
	for (let n = 0; n < things; n++) emulator.registry.things.createThing(`thing-${n}`, {});
	const get = async (query: string) => {
		const response = await fetch(`${emulator.endpointUrl}/things?maxResults=25${query}`, { headers });
		return (await response.json()) as { nextToken?: string };
	};
	const { nextToken = "" } = await get("");
	return {
		emulator,
		async page() {
			const started = performance.now();
			for (let n = 0; n < pages; n++) await get(`&nextToken=${encodeURIComponent(nextToken)}`);
			return (performance.now() - started) / pages;
		},
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const { name, value, unit } of await benchLists())
		process.stdout.write(`${name}: ${value.toFixed(2)} ${unit}\n`);
}
