import assert from "node:assert/strict";
import { CreateThingCommand, IoTClient, ListThingsCommand } from "@aws-sdk/client-iot";
import fc from "fast-check";
import { defaultBehaviour } from "../../../../../host-tools/emulator/behaviour.js";
import {
	changeableOf,
	parseBehaviour,
	presetBehaviour,
	presets,
} from "../../../../../host-tools/emulator/changeable-behaviour.js";
import { type Emulator, startEmulator } from "../../../../../host-tools/emulator/emulator.js";

describe("Changeable behaviour", () => {
	it("takes its own members and presets, and refuses all else with its name and what it must be", () => {
		assert.deepEqual(parseBehaviour({ latencyMs: 5, throttling: { CreateThing: 1 } }), {
			latencyMs: 5,
			throttling: { CreateThing: 1 },
		});
		assert.throws(() => parseBehaviour({ latencyMs: -1 }), /latencyMs must be an integer, 0 to 600000/);
		assert.throws(() => parseBehaviour({ hooks: {} }), /"hooks" cannot be changed/);
		assert.throws(() => parseBehaviour({ claimExpiry: "never" }), /"handshake" or /);
		assert.throws(() => presetBehaviour("storm"), /none, slow/);
		for (const name of Object.keys(presets)) parseBehaviour(JSON.parse(JSON.stringify(presetBehaviour(name))));
		assert.deepEqual(presetBehaviour("none"), changeableOf(defaultBehaviour));
	});

	it("throws nothing but an Error that explains itself, whatever it gets", () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (json) => {
				try {
					parseBehaviour(json as never);
				} catch (error) {
					assert.match((error as Error).message, /cannot be changed|must be/);
				}
			}),
		);
	});
});

describe("/_thingsmith/behaviour", () => {
	let emulator: Emulator;
	let iot: IoTClient;
	before(async () => {
		emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		iot = new IoTClient({
			endpoint: emulator.endpointUrl,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		});
	});
	after(async () => {
		iot.destroy();
		await emulator.close();
	});

	async function put(body: object): Promise<{ status: number; json: Record<string, unknown> }> {
		const answer = await fetch(`${emulator.endpointUrl}/_thingsmith/behaviour`, {
			method: "PUT",
			body: JSON.stringify(body),
		});
		return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
	}

	it("throttles an operation by its rate, with AWS's error, until it is taken back", async () => {
		await put({ throttling: { CreateThing: 2 } });
		const outcomes = await Promise.all(
			Array.from({ length: 4 }, (_, at) =>
				iot.send(new CreateThingCommand({ thingName: `t${at}` })).then(
					() => "made",
					({ name, message }: Error) => `${name}: ${message}`,
				),
			),
		);
		assert.deepEqual(outcomes.toSorted(), [
			"ThrottlingException: Rate exceeded",
			"ThrottlingException: Rate exceeded",
			"made",
			"made",
		]);
		await iot.send(new ListThingsCommand({}));
		emulator.clock.advance(1000);
		await iot.send(new CreateThingCommand({ thingName: "later" }));
		assert.deepEqual((await put({ preset: "none" })).json.behaviour, changeableOf(defaultBehaviour));
		for (let at = 0; at < 5; at++) await iot.send(new CreateThingCommand({ thingName: `free${at}` }));
	});

	it("makes answers late, but not its own", async () => {
		await put({ latencyMs: 150 });
		const start = performance.now();
		await iot.send(new ListThingsCommand({}));
		assert.ok(performance.now() - start >= 140);
		assert.equal((await put({ preset: "none" })).status, 200);
	});

	it("refuses what it does not know", async () => {
		const { status, json } = await put({ latency: 5 });
		assert.deepEqual([status, /"latency" cannot be changed/.test(String(json.message))], [400, true]);
		assert.equal((await put({ preset: "storm" })).status, 400);
	});
});

describe("The endpoint's root", () => {
	it("says to a browser what this is and what to type, and nothing to a page of another origin", async () => {
		const emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		try {
			const answer = await fetch(emulator.endpointUrl);
			assert.match(answer.headers.get("content-type") ?? "", /^text\/html/);
			const text = await answer.text();
			assert.ok(text.includes(`AWS_ENDPOINT_URL_IOT=${emulator.endpointUrl} `));
			for (const [, path = ""] of text.matchAll(/href="([^"]+)"/g)) {
				const controller = new AbortController();
				const linked = await fetch(`${emulator.endpointUrl}${path}`, { signal: controller.signal });
				assert.equal(linked.status, 200, path);
				controller.abort();
			}
			const foreign = await fetch(emulator.endpointUrl, { headers: { origin: "https://example.com" } });
			assert.equal(foreign.status, 403);
		} finally {
			await emulator.close();
		}
	});
});
