import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decode, encode } from "cborg";
import type { StreamFaults } from "../../../../../host-tools/emulator/behaviour.js";
import {
	allow,
	allowAll,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";

const prefix = "$aws/things/t/streams/s";
const roleArn = "arn:aws:iam::000000000000:role/streams";
const json = (payload: Buffer) => JSON.parse(payload.toString());

describe("File streams over MQTT", () => {
	const directories = new TemporaryDirectories();
	const image = randomBytes(10_000);
	const clients: TestClient[] = [];
	let bucketDirectory: string;
	let parts: EmulatorParts;

	const start = async (streamFaults: StreamFaults = {}, hasBuckets = true) => {
		bucketDirectory = await directories.make();
		await mkdir(join(bucketDirectory, "firmware"));
		await writeFile(join(bucketDirectory, "firmware", "app.bin"), image);
		const behaviour = { streamFaults, bucketDirectory: hasBuckets ? bucketDirectory : undefined };
		parts = await startEmulatorParts({ behaviour });
		const files = [{ fileId: 3, s3Location: { bucket: "firmware", key: "app.bin" } }];
		parts.registry.streams.createStream("s", { files, roleArn, description: "d" });
		return connect([allowAll]);
	};
	const connect = async (statements: readonly object[]) => {
		const client = await connectClient(parts, await createDevice(parts, statements), { clientId: "t" });
		clients.push(client);
		return client;
	};
	const subscribed = async (client: TestClient, format = "json") => {
		await client.subscribe(...["description", "data", "rejected"].map((kind) => `${prefix}/${kind}/${format}`));
		return client;
	};
	const ask = (client: TestClient, body: object, verb = "get") =>
		client.publish(`${prefix}/${verb}/json`, JSON.stringify(body));
	const next = async (client: TestClient) => {
		const { topic, payload } = await client.next();
		return [topic.split("/")[5], json(payload)] as const;
	};
	const take = async (client: TestClient, count: number) => {
		const blocks: { i: number; l: number; p: string; c?: string }[] = [];
		while (blocks.length < count) {
			const [kind, block] = await next(client);
			assert.equal(kind, "data");
			blocks.push(block);
		}
		return blocks;
	};
	const codes = () => parts.journal.list().map(({ plane, code }) => `${plane} ${code}`);

	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
		await directories.remove();
	});

	it("are described, and fetched block by block", async () => {
		const device = await subscribed(await start());
		await ask(device, { c: "token" }, "describe");
		assert.deepEqual(await next(device), ["description", { c: "token", s: 1, d: "d", r: [{ f: 3, z: 10_000 }] }]);
		await ask(device, { c: "more", s: 1, f: 3, l: 4096, o: 0, n: 3 });
		const blocks = await take(device, 3);
		assert.deepEqual(
			blocks.map(({ i, l, c }) => [i, l, c]),
			[
				[0, 4096, "more"],
				[1, 4096, "more"],
				[2, 1808, "more"],
			],
		);
		assert.deepEqual(Buffer.concat(blocks.map(({ p }) => Buffer.from(p, "base64"))), image);
		await ask(device, { f: 3, l: 256, o: 1, b: "0x0500000080" });
		assert.deepEqual(
			(await take(device, 2)).map(({ i, c }) => [i, c]),
			[
				[1, undefined],
				[3, undefined],
			],
		);
		assert.deepEqual(codes(), []);
	});

	it("speak CBOR where they are asked so", async () => {
		const device = await subscribed(await start(), "cbor");
		await device.publish(`${prefix}/describe/cbor`);
		assert.deepEqual(decode((await device.next()).payload), { s: 1, d: "d", r: [{ f: 3, z: 10_000 }] });
		const bitmap = Uint8Array.of(0b10);
		await device.publish(`${prefix}/get/cbor`, Buffer.from(encode({ c: "x", f: 3, l: 256, o: 0, n: 1, b: bitmap })));
		const { topic, payload } = await device.next();
		assert.equal(topic, `${prefix}/data/cbor`);
		const block = decode(payload);
		assert.deepEqual({ ...block, p: undefined }, { c: "x", f: 3, l: 256, i: 1, p: undefined });
		assert.deepEqual(Buffer.from(block.p), image.subarray(256, 512));
		await device.publish(`${prefix}/get/cbor`, Buffer.from([0xff]));
		assert.equal(decode((await device.next()).payload).o, "InvalidCbor");
	});

	it("reject with AWS's codes", async () => {
		const device = await subscribed(await start());
		const rejected = async (body: object) => {
			await ask(device, body);
			const [kind, { o, c }] = await next(device);
			return [kind, o, c];
		};
		assert.deepEqual(await rejected({ f: 3, l: 4096, s: 2, c: "x" }), ["rejected", "VersionMismatch", "x"]);
		assert.deepEqual(await rejected({ f: 4, l: 4096 }), ["rejected", "ResourceNotFound", undefined]);
		assert.deepEqual(await rejected({ f: 3, l: 4096, o: 3 }), ["rejected", "ResourceNotFound", undefined]);
		assert.deepEqual(await rejected({ f: 3, l: 1 }), ["rejected", "BlockSizeOutOfBounds", undefined]);
		assert.deepEqual(await rejected({ f: 3, l: 4096, c: "x".repeat(65) }), ["rejected", "InvalidRequest", undefined]);
		await device.publish(`${prefix}/get/json`, "{");
		assert.equal((await next(device))[1].o, "InvalidJson");
		await device.subscribe("$aws/things/t/streams/+/rejected/json");
		await device.publish("$aws/things/t/streams/other/describe/json");
		assert.deepEqual(await next(device), ["rejected", { o: "ResourceNotFound", m: 'Stream "other" does not exist' }]);
		await device.publish("$aws/things/t/streams/a b/describe/json");
		assert.equal((await next(device))[1].o, "InvalidTopic");
		assert.equal(codes()[0], "streams version-mismatch");
	});

	it("notice an object that changed, until the stream is updated", async () => {
		const device = await subscribed(await start());
		const files = [{ fileId: 3, s3Location: { bucket: "firmware", key: "app.bin" }, etag: "another" }];
		parts.registry.streams.updateStream("s", { files });
		await ask(device, { f: 3, l: 4096 });
		assert.equal((await next(device))[1].o, "ETagMismatch");
		parts.registry.streams.updateStream("s", { files: files.map(({ etag, ...file }) => file) });
		await ask(device, { f: 3, l: 4096, n: 1 });
		await take(device, 1);
	});

	it("say which flag is missing where there are no buckets", async () => {
		const device = await subscribed(await start({}, false));
		await ask(device, { f: 3, l: 4096 });
		const [, { o, m }] = await next(device);
		assert.equal(o, "Unauthorized");
		assert.match(m, /--bucket DIR/);
	});

	it("are for those whose policy allows the topics", async () => {
		await start();
		const stranger = await connect([allow("iot:Connect", "client/*")]);
		stranger.mqtt.publish(`${prefix}/get/json`, "{}");
		await stranger.closed();
		const forger = await connect([allowAll]);
		forger.mqtt.publish(`${prefix}/data/json`, "{}");
		await forger.closed();
		const listener = await connect([allowAll]);
		listener.mqtt.subscribe(`${prefix}/get/json`);
		await listener.closed();
		assert.deepEqual(codes().slice(1), ["publish policy-denied", "publish reserved-topic", "subscribe reserved-topic"]);
	});

	it("lose, double and shorten blocks when told to", async () => {
		const device = await subscribed(await start({ loseEvery: 3, doubleEvery: 4, shortenEvery: 5 }));
		await ask(device, { f: 3, l: 1024, n: 10 });
		const blocks = await take(device, 9);
		assert.deepEqual(
			blocks.map(({ i, l }) => [i, l]),
			[
				[0, 1024],
				[1, 1024],
				[3, 1024],
				[3, 1024],
				[4, 1023],
				[6, 1024],
				[7, 1024],
				[7, 1024],
				[9, 783],
			],
		);
	});

	it("come last first when told to", async () => {
		const device = await subscribed(await start({ reorder: true }));
		await ask(device, { f: 3, l: 4096, n: 3 });
		assert.deepEqual(
			(await take(device, 3)).map(({ i }) => i),
			[2, 1, 0],
		);
	});

	it("change their version on the way when told to, once", async () => {
		const device = await subscribed(await start({ changeVersionAfter: 2 }));
		await ask(device, { s: 1, f: 3, l: 4096, n: 2 });
		await take(device, 2);
		await ask(device, { s: 1, f: 3, l: 4096, n: 2 });
		assert.equal((await next(device))[1].o, "VersionMismatch");
		await ask(device, { s: 2, f: 3, l: 4096, n: 3 });
		await take(device, 3);
		assert.equal(parts.registry.streams.describeStream("s").streamVersion, 2);
	});
});
