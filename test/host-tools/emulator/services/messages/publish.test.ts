import assert from "node:assert/strict";
import { PublishCommand, type PublishCommandInput } from "@aws-sdk/client-iot-data-plane";
import type { PublishedMessage } from "../../../../../host-tools/emulator/broker/connections.js";
import type {
	ReservedRequest,
	ServiceFactory,
	ServiceParts,
} from "../../../../../host-tools/emulator/services/service.js";
import { serviceFactories } from "../../../../../host-tools/emulator/services/services.js";
import { allowAll, type Credentials, createDevice } from "../../../../support/emulator-parts.js";
import { TestFront } from "../../../../support/front.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";
import { awsException } from "../../http/test-control-plane.js";
import { parrotService } from "../parrot/parrot-service.js";

describe("iot-data: Publish", () => {
	let front: TestFront;
	let device: Credentials;
	let listener: TestClient;
	const published: PublishedMessage[] = [];
	const requests: ReservedRequest[] = [];
	const witness: ServiceFactory = ({ connections }: Pick<ServiceParts, "connections">) => {
		connections.follow({
			published(message) {
				if (!message.topic.startsWith("$aws/events/")) published.push(message);
			},
		});
		return {
			name: "witness",
			reserved: {
				purpose: "rules",
				owns: (topic) => topic.startsWith("$aws/rules/"),
				mayPublish: () => true,
				maySubscribe: () => "rules are for publishing only",
				answer: (request) => void requests.push(request),
			},
		};
	};
	before(async () => {
		front = await TestFront.start({ services: [witness, ...serviceFactories, parrotService] });
		device = await createDevice(front.parts, [allowAll]);
	});
	beforeEach(async () => {
		published.length = 0;
		requests.length = 0;
		listener = await connectClient(front.parts, device, { clientId: "listener" });
	});
	afterEach(() => listener.end());
	after(() => front.close());

	const publish = async (input: PublishCommandInput, endpoint = front.httpUrl) => {
		const client = front.dataPlane(endpoint);
		try {
			return await client.send(new PublishCommand(input));
		} finally {
			client.destroy();
		}
	};
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);

	it("reaches subscribers, over HTTP and over HTTPS", async () => {
		await listener.subscribe("a/+/c");
		for (const endpoint of [front.httpUrl, front.httpsUrl]) {
			await publish({ topic: "a/b:1 ü/c", qos: 1, payload: Buffer.from("hello") }, endpoint);
			const { topic, payload, packet } = await listener.next();
			assert.deepEqual([topic, payload.toString(), packet.qos], ["a/b:1 ü/c", "hello", 1]);
		}
		await publish({ topic: "a/b/c" });
		const { payload, packet } = await listener.next();
		assert.deepEqual([payload.length, packet.qos], [0, 0]);
		const { clientId, principal } = published[0] ?? {};
		assert.deepEqual([clientId, principal], [undefined, "AIDATHINGSMITHLOCAL0:thingsmith"]);
	});

	it("takes topics that begin or end with a slash, and any bytes", async () => {
		await listener.subscribe("#");
		for (const topic of ["/a", "a/", "a//b", "a%2Fb"]) {
			await publish({ topic, qos: 1, payload: Buffer.from([0, 255, 128]) });
			const message = await listener.next();
			assert.deepEqual([message.topic, [...message.payload]], [topic, [0, 255, 128]]);
		}
	});

	it("carries what MQTT 5 has for subscribers", async () => {
		await publish({
			topic: "five",
			payload: Buffer.from("grün"),
			contentType: "text/plain",
			responseTopic: "reply/here",
			correlationData: Buffer.from("question 1").toString("base64"),
			messageExpiry: 60,
			payloadFormatIndicator: "UTF8_DATA",
			userProperties: JSON.stringify([{ deviceName: "alpha" }, { deviceCnt: "45" }]),
		});
		assert.deepEqual(published[0]?.properties, {
			payloadFormatIndicator: true,
			messageExpiryInterval: 60,
			contentType: "text/plain",
			responseTopic: "reply/here",
			correlationData: Buffer.from("question 1"),
			userProperties: [
				["deviceName", "alpha"],
				["deviceCnt", "45"],
			],
		});
	});

	it("takes user properties from SDKs that write their text as JSON once more", async () => {
		const text = JSON.stringify(JSON.stringify([{ a: "b" }]));
		const headers = {
			authorization: "AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/iotdata/aws4_request",
			"x-amz-mqtt5-user-properties": Buffer.from(text).toString("base64"),
		};
		assert.equal((await front.https("POST", "/topics/five", { headers })).status, 200);
		assert.deepEqual(published[0]?.properties?.userProperties, [["a", "b"]]);
	});

	it("refuses what AWS refuses, naming the member", async () => {
		const topic = "t";
		for (const [input, message] of [
			[{ topic, qos: 2 }, /^qos must be 0 or 1/],
			[{ topic: "a/+/b" }, /no \+, # or NUL/],
			[{ topic: "ä".repeat(129) }, /258 bytes, the limit is 256/],
			[{ topic: "1/2/3/4/5/6/7/8/9" }, /8 slashes/],
			[{ topic, payload: Buffer.alloc(128 * 1024 + 1) }, /131073 bytes: the limit is 131072/],
			[{ topic, messageExpiry: 0 }, /^messageExpiry must be 1 to 604800/],
			[{ topic, messageExpiry: 604_801 }, /^messageExpiry/],
			[{ topic, responseTopic: "a/#" }, /^responseTopic is refused/],
			[{ topic, contentType: "x".repeat(257) }, /^contentType must have at most 256/],
			[{ topic, correlationData: "ä" }, /^correlationData must be base64/],
			[{ topic, userProperties: '{"a":"b"}' }, /^userProperties must be/],
			[{ topic, userProperties: '[{"a":1}]' }, /^userProperties must be/],
			[{ topic, userProperties: JSON.stringify([{ a: "b".repeat(8192) }]) }, /at most 8192 bytes/],
			[{ topic, payload: Buffer.from([255]), payloadFormatIndicator: "UTF8_DATA" }, /no UTF-8/],
		] as [PublishCommandInput, RegExp][]) {
			await assert.rejects(publish(input), invalid(message));
		}
		assert.deepEqual(published, []);
	});

	it("hands reserved topics to the service that owns them", async () => {
		await publish({ topic: "$aws/rules/store/a/b", payload: Buffer.from("{}") });
		const [{ topic, clientId, principal, payload } = assert.fail()] = requests;
		assert.deepEqual(
			[topic, clientId, principal, Buffer.from(payload).toString()],
			["$aws/rules/store/a/b", "", "AIDATHINGSMITHLOCAL0:thingsmith", "{}"],
		);
		await listener.subscribe("$aws/things/t/parrot/notify");
		await publish({ topic: "$aws/things/t/parrot", payload: Buffer.from("hi") });
		assert.equal((await listener.next()).topic, "$aws/things/t/parrot/notify");
		assert.deepEqual(
			published.map((message) => message.topic),
			["$aws/things/t/parrot/notify"],
		);
	});

	it("refuses reserved topics that nobody may publish on, and those whose answers need a connection", async () => {
		for (const [topic, message] of [
			["$aws/events/presence/connected/x", /for subscribing only/],
			["$aws/things/t/nothing", /does not serve/],
			["$SYS/broker", /does not serve/],
			["$aws/certificates/create/json", /over HTTP is refused: its answer goes to the MQTT connection/],
		] as const) {
			await assert.rejects(publish({ topic }), invalid(message));
		}
		await assert.rejects(publish({ topic: "$aws/rules/r", retain: true }), invalid(/no retained messages/));
	});
});
