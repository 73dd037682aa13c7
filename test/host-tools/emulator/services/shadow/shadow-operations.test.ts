import assert from "node:assert/strict";
import {
	DeleteThingShadowCommand,
	GetThingShadowCommand,
	ListNamedShadowsForThingCommand,
	PublishCommand,
	UpdateThingShadowCommand,
} from "@aws-sdk/client-iot-data-plane";
import { awsException } from "../../http/test-control-plane.js";
import { nextByTopic, ShadowBench } from "./shadow-bench.js";

describe("Device shadows over HTTP", () => {
	let bench: ShadowBench;
	beforeEach(async () => {
		bench = await ShadowBench.start();
	});
	afterEach(() => bench.close());

	const body = ({ payload }: { payload?: Uint8Array | undefined }) => JSON.parse(Buffer.from(payload ?? []).toString());
	const update = async (document: object | string, input: { shadowName?: string; thingName?: string } = {}) => {
		const payload = Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
		return body(await bench.data.send(new UpdateThingShadowCommand({ thingName: "t", payload, ...input })));
	};
	const get = async (shadowName?: string) =>
		body(await bench.data.send(new GetThingShadowCommand({ thingName: "t", ...(shadowName && { shadowName }) })));
	const remove = async (shadowName?: string) =>
		body(await bench.data.send(new DeleteThingShadowCommand({ thingName: "t", ...(shadowName && { shadowName }) })));

	it("are updated, read and deleted", async () => {
		const accepted = await update({ state: { desired: { led: "on" } }, clientToken: "x" });
		const at = { timestamp: accepted.timestamp };
		assert.deepEqual(accepted, {
			state: { desired: { led: "on" } },
			metadata: { desired: { led: at } },
			version: 1,
			timestamp: accepted.timestamp,
			clientToken: "x",
		});
		await update({ state: { reported: { led: "off" } } });
		const document = await get();
		assert.deepEqual(document.state, { desired: { led: "on" }, reported: { led: "off" }, delta: { led: "on" } });
		assert.deepEqual(document.metadata.delta, { led: at });
		assert.equal(document.version, 2);
		assert.deepEqual(Object.keys(await remove()), ["version", "timestamp"]);
		await assert.rejects(get(), awsException("ResourceNotFoundException", 404, /^No shadow exists with name: 't'$/));
		await assert.rejects(remove(), awsException("ResourceNotFoundException", 404));
		assert.equal((await update({ state: {} })).version, 4);
	});

	it("answer an empty state as AWS does", async () => {
		const accepted = await update({ state: null });
		assert.deepEqual([accepted.state, accepted.metadata], [null, { timestamp: accepted.timestamp }]);
		const document = await get();
		assert.deepEqual([document.state, document.metadata, document.version], [{}, {}, 1]);
	});

	it("are refused with AWS's exceptions", async () => {
		await assert.rejects(update("{"), awsException("InvalidRequestException", 400, /^Invalid JSON$/));
		await assert.rejects(update({}), awsException("InvalidRequestException", 400, /^Missing required node: state$/));
		await assert.rejects(
			update({ state: {}, version: 7 }),
			awsException("ConflictException", 409, /^Version conflict$/),
		);
		await assert.rejects(
			update({ state: { desired: { a: "x".repeat(8192) } } }),
			awsException("RequestEntityTooLargeException", 413, /maximum size allowed$/),
		);
		await assert.rejects(
			bench.data.send(new UpdateThingShadowCommand({ thingName: "t", payload: Buffer.from([0xff]) })),
			awsException("UnsupportedDocumentEncodingException", 415),
		);
		await assert.rejects(
			update({ state: {} }, { thingName: "a b" }),
			awsException("InvalidRequestException", 400, /thingName/),
		);
		await assert.rejects(
			update({ state: {} }, { shadowName: "a/b" }),
			awsException("InvalidRequestException", 400, /shadowName/),
		);
	});

	it("list the names of named ones", async () => {
		for (const shadowName of ["b", "a", "c"]) await update({ state: { reported: { shadowName } } }, { shadowName });
		await update({ state: {} });
		assert.deepEqual((await get("a")).state, { reported: { shadowName: "a" } });
		const list = (input: object = {}) =>
			bench.data.send(new ListNamedShadowsForThingCommand({ thingName: "t", ...input }));
		const all = await list();
		assert.deepEqual([all.results, all.nextToken], [["a", "b", "c"], undefined]);
		assert.ok(Math.abs((all.timestamp ?? 0) - Date.now() / 1000) < 60);
		const first = await list({ pageSize: 2 });
		assert.deepEqual(first.results, ["a", "b"]);
		assert.deepEqual((await list({ pageSize: 2, nextToken: first.nextToken })).results, ["c"]);
		assert.deepEqual((await list({ thingName: "nobody" })).results, []);
		await assert.rejects(list({ pageSize: 101 }), awsException("InvalidRequestException", 400, /1 to 100/));
		await remove("b");
		assert.deepEqual((await list()).results, ["a", "c"]);
	});

	it("take requests that are published over HTTP, which subscribers get, too", async () => {
		const device = await bench.connect("t");
		await device.subscribe("$aws/things/t/shadow/#");
		const payload = Buffer.from('{"state":{"reported":{"led":"on"}}}');
		await bench.data.send(new PublishCommand({ topic: "$aws/things/t/shadow/update", qos: 1, payload }));
		assert.deepEqual(Object.keys(await nextByTopic(device, 3)).sort(), [
			"$aws/things/t/shadow/update",
			"$aws/things/t/shadow/update/accepted",
			"$aws/things/t/shadow/update/documents",
		]);
		assert.deepEqual((await get()).state, { reported: { led: "on" } });
	});

	it("are published over MQTT when they change, but not when they are refused", async () => {
		const device = await bench.connect("t");
		await device.subscribe("$aws/things/t/shadow/#");
		await assert.rejects(update("{"));
		await get().catch(() => {});
		await update({ state: { desired: { led: "on" } } });
		assert.deepEqual(Object.keys(await nextByTopic(device, 3)).sort(), [
			"$aws/things/t/shadow/update/accepted",
			"$aws/things/t/shadow/update/delta",
			"$aws/things/t/shadow/update/documents",
		]);
		await remove();
		assert.deepEqual(Object.keys(await nextByTopic(device, 1)), ["$aws/things/t/shadow/delete/accepted"]);
	});
});
