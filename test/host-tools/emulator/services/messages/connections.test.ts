import assert from "node:assert/strict";
import { once } from "node:events";
import { GetThingConnectivityDataCommand, IoTClient } from "@aws-sdk/client-iot";
import {
	DeleteConnectionCommand,
	GetConnectionCommand,
	type IoTDataPlaneClient,
	ListSubscriptionsCommand,
	SendDirectMessageCommand,
	type SendDirectMessageCommandInput,
} from "@aws-sdk/client-iot-data-plane";
import { within } from "../../../../support/deadline.js";
import { allow, allowAll, type Credentials, createClaim, createDevice } from "../../../../support/emulator-parts.js";
import { TestFront } from "../../../../support/front.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../../support/mqtt.js";
import { awsException } from "../../http/test-control-plane.js";

describe("iot-data: connections", () => {
	let front: TestFront;
	let data: IoTDataPlaneClient;
	let iot: IoTClient;
	let device: Credentials;
	const clients: TestClient[] = [];
	beforeEach(async () => {
		front = await TestFront.start();
		data = front.dataPlane(front.httpUrl);
		iot = new IoTClient({
			endpoint: front.httpUrl,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		});
		device = await createDevice(front.parts, [allowAll]);
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		data.destroy();
		iot.destroy();
		await front.close();
	});
	const connected = async (clientId: string, options: ConnectOptions = {}, credentials = device) => {
		const client = await connectClient(front.parts, credentials, { clientId, ...options });
		clients.push(client);
		return client;
	};
	const gone = async (clientId: string) => {
		// Its end is reported in the turn after the client's.
		while ((await data.send(new GetConnectionCommand({ clientId }))).connected) {}
	};
	const notFound = awsException("ResourceNotFoundException", 404);
	const get = (clientId: string, includeSocketInformation = false) =>
		data.send(new GetConnectionCommand({ clientId, includeSocketInformation }));

	it("says how a client is connected", async () => {
		const { things } = front.parts.registry;
		things.createThing("pump-1", {});
		things.attachThingPrincipal("pump-1", device.certificateArn);
		await connected("pump-1", { keepalive: 77, clean: false });
		await connected("a/b");
		const { $metadata: _, connectedSince = 0, ...pump } = await get("pump-1");
		assert.deepEqual(pump, {
			connected: true,
			clientId: "pump-1",
			thingName: "pump-1",
			cleanSession: false,
			keepAliveDuration: 77,
			sessionExpiry: 3600,
		});
		assert.ok(Math.abs(connectedSince - front.parts.clock.now()) < 10_000);
		const other = await get("a/b", true);
		assert.deepEqual(
			[other.thingName, other.cleanSession, other.sessionExpiry, other.sourceIp, other.targetIp, other.targetPort],
			[undefined, true, 0, "127.0.0.1", "127.0.0.1", front.parts.port],
		);
		assert.ok((other.sourcePort ?? 0) > 0);
	});

	it("knows a claim, which is of no thing", async () => {
		const claim = await createClaim(front.parts, "fleet");
		const client = await connected("claim", {}, claim);
		assert.equal((await get("claim")).thingName, undefined);
		await client.end();
	});

	it("says for half an hour how a client left", async () => {
		const client = await connected("a");
		await client.end();
		await gone("a");
		const { connected: isConnected, disconnectReason, disconnectedSince = 0, clientId } = await get("a");
		assert.deepEqual([isConnected, disconnectReason, clientId], [false, "CLIENT_INITIATED_DISCONNECT", "a"]);
		assert.ok(Math.abs(disconnectedSince - front.parts.clock.now()) < 10_000);
		front.parts.clock.advance(31 * 60_000);
		await assert.rejects(get("a"), notFound);
		await assert.rejects(get("never"), notFound);
		await assert.rejects(get("$x"), awsException("InvalidRequestException", 400));
		await assert.rejects(get("ü".repeat(65)), awsException("InvalidRequestException", 400));
	});

	it("ends a connection, with its will or without", async () => {
		const witness = await connected("witness");
		await witness.subscribe("will/+");
		for (const [name, preventWillMessage] of [
			["silent", true],
			["mourned", undefined],
		] as const) {
			const will = { topic: `will/${name}`, payload: Buffer.from("gone"), qos: 1 as const, retain: false };
			const client = await connected(name, { will });
			const closed = once(client.mqtt as never, "close");
			await data.send(new DeleteConnectionCommand({ clientId: name, preventWillMessage }));
			await within(closed, "the end");
			assert.equal((await get(name)).disconnectReason, "API_INITIATED_DISCONNECT");
		}
		assert.equal((await witness.next()).topic, "will/mourned");
		await assert.rejects(data.send(new DeleteConnectionCommand({ clientId: "never" })), notFound);
	});

	it("lists subscriptions, of a persistent session also when its client is away, until it is ended", async () => {
		const client = await connected("a", { clean: false });
		await client.subscribe("b", "a/#", "$aws/things/+/shadow/update");
		const list = async (maxResults?: number, nextToken?: string) =>
			data.send(new ListSubscriptionsCommand({ clientId: "a", maxResults, nextToken }));
		const all = [
			{ topicFilter: "$aws/things/+/shadow/update", qos: 1 },
			{ topicFilter: "a/#", qos: 1 },
			{ topicFilter: "b", qos: 1 },
		];
		assert.deepEqual((await list()).subscriptions, all);
		await client.end();
		const first = await list(2);
		const second = await list(2, first.nextToken);
		assert.deepEqual([...(first.subscriptions ?? []), ...(second.subscriptions ?? [])], all);
		await data.send(new DeleteConnectionCommand({ clientId: "a", cleanSession: true }));
		await assert.rejects(list(), notFound);
	});

	const send = (input: Omit<SendDirectMessageCommandInput, "clientId">) =>
		data.send(new SendDirectMessageCommand({ clientId: "a", ...input }));

	it("sends to one client, subscribed or not", async () => {
		const client = await connected("a");
		const answer = await send({ topic: "for/you", payload: Buffer.from("hi") });
		assert.equal(answer.message, "OK");
		const { topic, payload, packet } = await client.next();
		assert.deepEqual([topic, payload.toString(), packet.qos], ["for/you", "hi", 0]);
		await send({ topic: "for/you", confirmation: true });
		assert.equal((await client.next()).packet.qos, 1);
	});

	it("answers 504 when the client does not acknowledge in time, by the emulator's clock", async () => {
		const client = await connected("a", { customHandleAcks: () => {} });
		const sent = assert.rejects(
			send({ topic: "for/you", confirmation: true, timeout: 15 }),
			awsException("GatewayTimeoutException", 504, /15 s/),
		);
		await client.next();
		front.parts.clock.advance(15_000);
		await sent;
	});

	it("refuses a client that is away or may not receive, and what is no message", async () => {
		await assert.rejects(send({ topic: "t" }), notFound);
		await connected("a", {}, await createDevice(front.parts, [allow("iot:Connect", "client/a")]));
		await assert.rejects(send({ topic: "t" }), awsException("ForbiddenException", 403));
		for (const input of [{ topic: "a/+" }, { topic: "$aws/x" }, { topic: "t", confirmation: true, timeout: 16 }]) {
			await assert.rejects(send(input), awsException("InvalidRequestException", 400));
		}
		const payload = Buffer.alloc(128 * 1024 + 1);
		await assert.rejects(send({ topic: "t", payload }), awsException("RequestEntityTooLargeException", 413));
	});

	it("wants the action of each operation from a device", async () => {
		await connected("a");
		const other = await createDevice(front.parts, [
			allow(["iot:GetConnection", "iot:ListSubscriptions"], "client/a"),
			allow("iot:DeleteConnection", "client/b"),
		]);
		const ask = async (method: string, path: string) =>
			(await front.https(method, path, { credentials: other })).status;
		assert.equal(await ask("GET", "/connections/a"), 200);
		assert.equal(await ask("GET", "/connections/a/subscriptions"), 200);
		assert.equal(await ask("DELETE", "/connections/a"), 403);
		assert.equal(await ask("POST", "/connections/a/messages?topic=t"), 403);
		assert.equal(await ask("GET", "/connections/b"), 403);
	});

	it("says how a thing is connected", async () => {
		const { things } = front.parts.registry;
		for (const name of ["pump", "valve"]) things.createThing(name, {});
		const alone = await createDevice(front.parts, [allowAll]);
		things.attachThingPrincipal("valve", alone.certificateArn, "EXCLUSIVE_THING");
		const connectivity = async (thingName: string, includeSocketInformation?: boolean) => {
			const command = new GetThingConnectivityDataCommand({ thingName, includeSocketInformation });
			const { $metadata: _, timestamp, ...said } = await iot.send(command);
			assert.ok(timestamp === undefined || Math.abs(timestamp.getTime() - front.parts.clock.now()) < 10_000);
			return said;
		};
		assert.deepEqual(await connectivity("pump"), { thingName: "pump", connected: false });
		const client = await connected("pump", { keepalive: 60 });
		await connected("elsewhere", {}, alone);
		assert.deepEqual(await connectivity("pump"), {
			thingName: "pump",
			connected: true,
			disconnectReason: "NONE",
			keepAliveDuration: 60,
			cleanSession: true,
			sessionExpiry: 0,
			clientId: "pump",
		});
		const valve = await connectivity("valve", true);
		assert.deepEqual([valve.connected, valve.clientId, valve.sourceIp], [true, "elsewhere", "127.0.0.1"]);
		await client.end();
		await gone("pump");
		assert.equal((await connectivity("pump")).disconnectReason, "CLIENT_INITIATED_DISCONNECT");
		await assert.rejects(connectivity("nothing"), notFound);
	});
});
