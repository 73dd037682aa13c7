import assert from "node:assert/strict";
import { allow, allowAll } from "../../../../support/emulator-parts.js";
import type { TestClient } from "../../../../support/mqtt.js";
import { nextByTopic, ShadowBench } from "./shadow-bench.js";

const shadow = "$aws/things/t/shadow";
const named = `${shadow}/name/n`;
const json = JSON.stringify;

/** As AWS's SDKs do it: subscribe to both answers, publish with a token, take the answer with that token. */
async function request(client: TestClient, prefix: string, verb: string, body: object): Promise<[string, unknown]> {
	await client.subscribe(`${prefix}/${verb}/accepted`, `${prefix}/${verb}/rejected`);
	await client.publish(`${prefix}/${verb}`, json(body));
	const { topic, payload } = await client.next();
	return [topic.slice(prefix.length + 1), JSON.parse(payload.toString())];
}

describe("Device shadows over MQTT", () => {
	let bench: ShadowBench;
	beforeEach(async () => {
		bench = await ShadowBench.start();
	});
	afterEach(() => bench.close());

	for (const prefix of [shadow, named]) {
		it(`are updated, read and deleted on ${prefix}`, async () => {
			const device = await bench.connect("t");
			const [topic, accepted] = await request(device, prefix, "update", {
				state: { desired: { a: 1, gone: null } },
				clientToken: "one",
			});
			const timestamp = (accepted as { timestamp: number }).timestamp;
			const at = { timestamp };
			assert.equal(topic, "update/accepted");
			assert.deepEqual(accepted, {
				state: { desired: { a: 1, gone: null } },
				metadata: { desired: { a: at, gone: at } },
				version: 1,
				timestamp,
				clientToken: "one",
			});
			const [, got] = await request(device, prefix, "get", { clientToken: "two" });
			assert.deepEqual(got, {
				state: { desired: { a: 1 }, delta: { a: 1 } },
				metadata: { desired: { a: at }, delta: { a: at } },
				version: 1,
				timestamp: (got as { timestamp: number }).timestamp,
				clientToken: "two",
			});
			const [, deleted] = await request(device, prefix, "delete", { clientToken: "three" });
			assert.deepEqual({ ...(deleted as object), timestamp }, { version: 1, timestamp, clientToken: "three" });
			assert.deepEqual(await request(device, prefix, "get", { clientToken: "four" }), [
				"get/rejected",
				{ code: 404, message: `No shadow exists with name: '${prefix === named ? "n" : "t"}'`, clientToken: "four" },
			]);
			assert.deepEqual(bench.refusals, [["shadow", "rejected-404", `${prefix}/get`]]);
		});
	}

	it("publish delta and documents with each update, to whoever subscribed", async () => {
		const app = await bench.connect("app");
		await app.subscribe(`${shadow}/#`);
		const device = await bench.connect("t");
		await device.publish(`${shadow}/update`, json({ state: { desired: { a: 1, b: 2 } }, clientToken: "x" }));
		const first = await nextByTopic(app, 4);
		const { timestamp } = first[`${shadow}/update/accepted`] as { timestamp: number };
		const at = { timestamp };
		assert.deepEqual(first[`${shadow}/update`], { state: { desired: { a: 1, b: 2 } }, clientToken: "x" });
		assert.deepEqual(first[`${shadow}/update/delta`], {
			version: 1,
			timestamp,
			state: { a: 1, b: 2 },
			metadata: { a: at, b: at },
			clientToken: "x",
		});
		const current = { state: { desired: { a: 1, b: 2 } }, metadata: { desired: { a: at, b: at } }, version: 1 };
		assert.deepEqual(first[`${shadow}/update/documents`], { previous: null, current, timestamp, clientToken: "x" });

		await device.publish(`${shadow}/update`, json({ state: { reported: { a: 1, b: 3 } } }));
		const second = await nextByTopic(app, 4);
		assert.deepEqual((second[`${shadow}/update/delta`] as { state: object }).state, { b: 2 });
		const documents = second[`${shadow}/update/documents`] as { previous: object; current: { state: object } };
		assert.deepEqual(documents.previous, current);
		assert.deepEqual(documents.current.state, { desired: { a: 1, b: 2 }, reported: { a: 1, b: 3 } });

		await device.publish(`${shadow}/update`, json({ state: { reported: { b: 2 } } }));
		assert.deepEqual(Object.keys(await nextByTopic(app, 3)).sort(), [
			`${shadow}/update`,
			`${shadow}/update/accepted`,
			`${shadow}/update/documents`,
		]);
		assert.deepEqual(device.pending, []);
	});

	it("answer a get and a delete without a body, and a delete whatever it says", async () => {
		const device = await bench.connect("t");
		await device.subscribe(`${shadow}/get/+`, `${shadow}/delete/+`);
		await device.publish(`${shadow}/update`, json({ state: { reported: { a: 1 } } }));
		await device.publish(`${shadow}/get`);
		assert.deepEqual((await nextByTopic(device, 1))[`${shadow}/get/accepted`] !== undefined, true);
		await device.publish(`${shadow}/delete`, "whatever");
		assert.deepEqual(Object.keys(await nextByTopic(device, 1)), [`${shadow}/delete/accepted`]);
		await device.publish(`${shadow}/delete`);
		assert.deepEqual(await nextByTopic(device, 1), {
			[`${shadow}/delete/rejected`]: { code: 404, message: "No shadow exists with name: 't'" },
		});
	});

	it("reject in AWS's words, with the token where it can be read", async () => {
		const device = await bench.connect("t");
		const rejected = async (body: object) => {
			const [topic, answer] = await request(device, shadow, "update", body);
			assert.equal(topic, "update/rejected");
			return answer;
		};
		assert.deepEqual(await rejected({ clientToken: "a" }), {
			code: 400,
			message: "Missing required node: state",
			clientToken: "a",
		});
		assert.deepEqual(await rejected({ state: {}, clientToken: "a".repeat(65) }), {
			code: 400,
			message: "Invalid clientToken",
		});
		assert.deepEqual(await rejected({ state: {}, version: 3, clientToken: "b" }), {
			code: 409,
			message: "Version conflict",
			clientToken: "b",
		});
		assert.deepEqual(await rejected({ state: { reported: { a: "x".repeat(8192) } } }), {
			code: 413,
			message: "The payload exceeds the maximum size allowed",
		});
		await device.publish(`${shadow}/update`, "{");
		assert.deepEqual(await nextByTopic(device, 1), {
			[`${shadow}/update/rejected`]: { code: 400, message: "Invalid JSON" },
		});
	});

	it("are for those whose policy allows the topics", async () => {
		const deaf = await bench.connect("deaf", [allow(["iot:Connect", "iot:Subscribe"], "client/*", "topicfilter/*")]);
		await deaf.subscribe(`${shadow}/update/accepted`);
		const device = await bench.connect("t");
		await request(device, shadow, "update", { state: { reported: { a: 1 } } });
		assert.deepEqual(deaf.pending, []);
		const stranger = await bench.connect("s", [allow("iot:Connect", "client/*")]);
		stranger.mqtt.publish(`${shadow}/update`, json({ state: {} }));
		await stranger.closed();
		const forger = await bench.connect("f", [allowAll]);
		forger.mqtt.publish(`${shadow}/update/accepted`, "{}");
		await forger.closed();
		assert.deepEqual(bench.refusals, [
			["receive", "policy-denied", `${shadow}/update/accepted`],
			["publish", "policy-denied", `${shadow}/update`],
			["publish", "reserved-topic", `${shadow}/update/accepted`],
		]);
		assert.equal(bench.parts.registry.shadows.findShadow("t")?.version, 1);
	});

	it("ignore a last will, which subscribers get", async () => {
		const app = await bench.connect("app");
		await app.subscribe(`${shadow}/#`);
		const will = {
			topic: `${shadow}/update`,
			payload: Buffer.from('{"state":{"reported":{"on":false}}}'),
			qos: 1 as const,
			retain: false,
		};
		const device = await bench.connect("t", undefined, { will });
		device.mqtt.stream.destroy();
		assert.deepEqual(await nextByTopic(app, 1), { [`${shadow}/update`]: { state: { reported: { on: false } } } });
		await app.publish(`${shadow}/get`);
		assert.deepEqual(await nextByTopic(app, 2), {
			[`${shadow}/get`]: "",
			[`${shadow}/get/rejected`]: { code: 404, message: "No shadow exists with name: 't'" },
		});
	});

	it("reach a persistent session later", async () => {
		const app = await bench.connect("app", undefined, { clean: false });
		await app.subscribe(`${shadow}/update/delta`);
		await app.end();
		const device = await bench.connect("t");
		await request(device, shadow, "update", { state: { desired: { a: 1 } } });
		const again = await bench.connect("app", undefined, { clean: false });
		assert.deepEqual(Object.keys(await nextByTopic(again, 1)), [`${shadow}/update/delta`]);
	});
});
