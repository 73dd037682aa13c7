import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { startEmulator } from "../../host-tools/emulator/emulator.js";
import { median } from "../median.js";
import { type EmulatorProcess, startEmulatorProcess } from "./emulator-process.js";
import { print, rounds } from "./figures.js";
import { makeThings, nameOf } from "./fleet.js";
import { quiet } from "./process-use.js";

const few = 1000;
const many = 100_000;
const requests = 100;

const headers = { authorization: "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iot/aws4_request" };

/** What 100,000 things cost `thingsmith local --data`: resident memory, and a request among them beside one among 1,000, in turn. */
export async function things(empty: EmulatorProcess): Promise<void> {
	await withTemporaryDirectory(async (directory) => {
		const small = await startWith(`${directory}/few`, few);
		const large = await startWith(`${directory}/many`, many);
		try {
			const printResident = async (what: string, { residentBytes }: EmulatorProcess) =>
				print(what, (await residentBytes()) / 1e6, "MB");
			await printResident(`resident memory of thingsmith local with ${many} things, at the ready line`, large);
			await quiet(large);
			await printResident("  when it has nothing more to do", large);
			await printResident("  without any things", empty);
			await compare(small, large);
			await printResident("  with them, after the requests that follow", large);
		} finally {
			await small.close();
			await large.close();
		}
	});
}

/** From the start of the process to ready: with nothing, and with 100,000 things of an earlier run. */
export async function start(): Promise<void> {
	await withTemporaryDirectory(async (directory) => {
		const kept = `${directory}/many`;
		await fill(kept, many);
		const times = { empty: [] as number[], kept: [] as number[] };
		for (let round = 0; round < rounds; round++) {
			times.empty.push(await startMs());
			times.kept.push(await startMs("--data", kept));
		}
		print(`process start to ready, median of ${rounds}`, median(times.empty), "ms");
		print(`  with --data of ${many} things`, median(times.kept), "ms");
	});
}

async function startMs(...flags: readonly string[]): Promise<number> {
	const started = await startEmulatorProcess(...flags);
	await started.close();
	return started.startMs;
}

async function startWith(directory: string, count: number): Promise<EmulatorProcess> {
	await fill(directory, count);
	return startEmulatorProcess("--data", directory);
}

/** As a run before would have left it. */
async function fill(dataDirectory: string, count: number): Promise<void> {
	const emulator = await startEmulator({ port: 0, mqttPort: 0, dataDirectory });
	await makeThings(emulator, count);
	await emulator.close();
}

async function compare(small: EmulatorProcess, large: EmulatorProcess): Promise<void> {
	const sides = [
		{ ...(await requestsOf(small, few)), times: new Map<string, number[]>() },
		{ ...(await requestsOf(large, many)), times: new Map<string, number[]>() },
	];
	for (let round = -1; round < rounds; round++) {
		for (const { paths, get, times } of round % 2 === 0 ? sides : sides.toReversed()) {
			for (const [name, path] of Object.entries(paths)) {
				const started = performance.now();
				for (let n = 0; n < requests; n++) await get(path);
				if (round >= 0) times.set(name, [...(times.get(name) ?? []), (performance.now() - started) / requests]);
			}
		}
	}
	const [one, other] = sides;
	for (const [name, times] of one?.times ?? []) {
		const among = other?.times.get(name) ?? [];
		print(`${name} among ${few} things`, median(times), "ms");
		print(`  among ${many}`, median(among), "ms");
		print(`  ${many} / ${few}, median of rounds`, median(among.map((time, round) => time / (times[round] ?? 0))), "");
	}
}

/** One of each kind, in the middle of what there is. */
async function requestsOf({ endpointUrl }: EmulatorProcess, count: number) {
	const get = async (path: string, init: object = {}): Promise<{ nextToken?: string }> => {
		const response = await fetch(`${endpointUrl}${path}`, { headers, ...init });
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as { nextToken?: string };
	};
	const search = (queryString: string) => JSON.stringify({ queryString, maxResults: 25 });
	const post = (body: string) => ({
		method: "POST",
		body,
		headers: { ...headers, "content-type": "application/json" },
	});
	await get(
		"/indexing/config",
		post(JSON.stringify({ thingIndexingConfiguration: { thingIndexingMode: "REGISTRY" } })),
	);
	const { nextToken = "" } = await get("/things?maxResults=25");
	const middle = Math.floor(count / 2);
	const bodies = new Map([
		["SearchIndex by name", search(`thingName:${nameOf(middle)}`)],
		["SearchIndex by attribute", search(`attributes.serialNumber:${middle}`)],
		["SearchIndex of all, first page", search("*")],
	]);
	const paths = {
		DescribeThing: `/things/${nameOf(middle)}`,
		"ListThings, a page": `/things?maxResults=25&nextToken=${encodeURIComponent(nextToken)}`,
		...Object.fromEntries([...bodies.keys()].map((name) => [name, name])),
	};
	return {
		paths,
		get: (path: string) => {
			const body = bodies.get(path);
			return body === undefined ? get(path) : get("/indices/search", post(body));
		},
	};
}
