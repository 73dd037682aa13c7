import assert from "node:assert/strict";
import {
	GetRetainedMessageCommand,
	type IoTDataPlaneClient,
	ListRetainedMessagesCommand,
	PublishCommand,
} from "@aws-sdk/client-iot-data-plane";
import { allow, createDevice } from "../../../../support/emulator-parts.js";
import { TestFront } from "../../../../support/front.js";
import { awsException } from "../../http/test-control-plane.js";

describe("iot-data: retained messages", () => {
	let front: TestFront;
	let client: IoTDataPlaneClient;
	beforeEach(async () => {
		front = await TestFront.start();
		client = front.dataPlane(front.httpUrl);
	});
	afterEach(async () => {
		client.destroy();
		await front.close();
	});
	const retain = (topic: string, payload: string) =>
		client.send(new PublishCommand({ topic, qos: 1, retain: true, payload: Buffer.from(payload) }));

	it("are read as they were published, and removed by an empty one", async () => {
		const before = front.parts.clock.now();
		await retain("plant/1", "wet");
		const {
			topic,
			payload,
			qos,
			lastModifiedTime = 0,
		} = await client.send(new GetRetainedMessageCommand({ topic: "plant/1" }));
		assert.deepEqual([topic, Buffer.from(payload ?? []).toString(), qos], ["plant/1", "wet", 1]);
		assert.ok(lastModifiedTime >= before && lastModifiedTime <= front.parts.clock.now());
		await retain("plant/1", "");
		await assert.rejects(
			client.send(new GetRetainedMessageCommand({ topic: "plant/1" })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("are listed by topic, in pages", async () => {
		for (const name of ["c", "a", "b"]) await retain(`plant/${name}`, name.repeat(3));
		const first = await client.send(new ListRetainedMessagesCommand({ maxResults: 2 }));
		const second = await client.send(new ListRetainedMessagesCommand({ nextToken: first.nextToken }));
		const listed = [...(first.retainedTopics ?? []), ...(second.retainedTopics ?? [])];
		assert.deepEqual(
			listed.map(({ topic, payloadSize, qos }) => [topic, payloadSize, qos]),
			[
				["plant/a", 3, 1],
				["plant/b", 3, 1],
				["plant/c", 3, 1],
			],
		);
		assert.equal(second.nextToken, undefined);
		await assert.rejects(
			client.send(new ListRetainedMessagesCommand({ maxResults: 201 })),
			awsException("InvalidRequestException", 400, /1 to 200/),
		);
	});

	it("are read by a device whose policy allows it, its slashes encoded or not", async () => {
		await retain("plant/1", "wet");
		const device = await createDevice(front.parts, [allow("iot:GetRetainedMessage", "topic/plant/*")]);
		for (const path of ["/retainedMessage/plant/1", "/retainedMessage/plant%2F1"]) {
			const answer = await front.https("GET", path, { credentials: device });
			assert.equal(Buffer.from(answer.json.payload, "base64").toString(), "wet");
		}
		assert.equal((await front.https("GET", "/retainedMessage", { credentials: device })).status, 403);
		const lister = await createDevice(front.parts, [
			{ Effect: "Allow", Action: "iot:ListRetainedMessages", Resource: "*" },
		]);
		assert.equal((await front.https("GET", "/retainedMessage", { credentials: lister })).json.retainedTopics.length, 1);
	});
});
