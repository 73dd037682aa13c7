import assert from "node:assert/strict";
import {
	AttachPolicyCommand,
	CreateCommandCommand,
	type CreateCommandCommandInput,
	CreateKeysAndCertificateCommand,
	CreatePolicyCommand,
	CreateThingCommand,
	DeleteCommandCommand,
	DeleteCommandExecutionCommand,
	GetCommandCommand,
	GetCommandExecutionCommand,
	IoTClient,
	ListCommandExecutionsCommand,
	ListCommandsCommand,
	UpdateCommandCommand,
} from "@aws-sdk/client-iot";
import { IoTJobsDataPlaneClient, StartCommandExecutionCommand } from "@aws-sdk/client-iot-jobs-data-plane";
import { decode, encode } from "cborg";
import { type Emulator, startEmulator } from "../../../../../host-tools/emulator/emulator.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";
import { awsException } from "../../http/test-control-plane.js";

const arnOf = (resource: string) => `arn:aws:iot:us-east-1:000000000000:${resource}`;
const board = arnOf("thing/board");

describe("AWS IoT commands", () => {
	let emulator: Emulator;
	let iot: IoTClient;
	let jobs: IoTJobsDataPlaneClient;
	let client: TestClient;
	before(async () => {
		emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		const settings = {
			endpoint: emulator.endpointUrl,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		};
		iot = new IoTClient(settings);
		jobs = new IoTJobsDataPlaneClient(settings);
		await iot.send(new CreateThingCommand({ thingName: "board" }));
		const made = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
		const policyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}';
		await iot.send(new CreatePolicyCommand({ policyName: "all", policyDocument }));
		await iot.send(new AttachPolicyCommand({ policyName: "all", target: made.certificateArn }));
		client = await connectClient(
			{ port: emulator.mqttPort, pki: { rootCaPem: emulator.rootCaPem } } as Parameters<typeof connectClient>[0],
			{ certificatePem: made.certificatePem ?? "", privateKeyPem: made.keyPair?.PrivateKey ?? "" },
			{ clientId: "board" },
		);
		await client.subscribe("$aws/commands/things/board/executions/+/request/+", "$aws/commands/clients/board/#");
	});
	after(async () => {
		client.mqtt.end(true);
		iot.destroy();
		jobs.destroy();
		await emulator.close();
	});
	const create = (commandId: string, more: Partial<CreateCommandCommandInput> = {}) =>
		iot.send(
			new CreateCommandCommand({
				commandId,
				payload: { content: Buffer.from('{"light":true}'), contentType: "application/json" },
				...more,
			}),
		);
	const start = async (commandId: string, targetArn = board, more = {}) => {
		const input = { commandArn: arnOf(`command/${commandId}`), targetArn, ...more };
		return (await jobs.send(new StartCommandExecutionCommand(input))).executionId ?? "";
	};
	const execution = (executionId: string, targetArn = board) =>
		iot.send(new GetCommandExecutionCommand({ executionId, targetArn, includeResult: true }));
	const topicOf = (executionId: string, rest: string) => `$aws/commands/things/board/executions/${executionId}/${rest}`;
	const report = async (executionId: string, body: unknown) => {
		await client.publish(topicOf(executionId, "response/json"), JSON.stringify(body));
		const { topic, payload } = await client.next();
		return [topic.replace(topicOf(executionId, "response/"), ""), JSON.parse(payload.toString())] as const;
	};

	it("a board gets one, says that it works on it, and how it went", async () => {
		await create("light", { displayName: "Light", tags: [{ Key: "k", Value: "v" }] });
		const executionId = await start("light");
		const { topic, payload } = await client.next();
		assert.deepEqual([topic, payload.toString()], [topicOf(executionId, "request/json"), '{"light":true}']);
		assert.equal((await execution(executionId)).status, "CREATED");
		assert.deepEqual(await report(executionId, { status: "IN_PROGRESS" }), ["accepted/json", { executionId }]);
		const statusReason = { reasonCode: "200", reasonDescription: "done" };
		await report(executionId, { status: "SUCCEEDED", statusReason, result: { on: { b: true }, v: { s: "1" } } });
		const done = await execution(executionId);
		assert.deepEqual(
			[done.status, done.statusReason, done.result, done.executionTimeoutSeconds],
			["SUCCEEDED", statusReason, { on: { B: true }, v: { S: "1" } }, 10],
		);
		assert.ok(done.startedAt && done.completedAt && done.timeToLive && done.createdAt);
		const [outcome, { error }] = await report(executionId, { status: "FAILED" });
		assert.deepEqual([outcome, error], ["rejected/json", "InvalidStateTransition"]);
	});

	it("speaks CBOR, and reaches a client that is no thing", async () => {
		const content = encode({ a: 1 });
		await create("cbor", { payload: { content, contentType: "application/cbor" } });
		const client1 = arnOf("client/board");
		const executionId = await start("cbor", client1);
		const { topic, payload } = await client.next();
		const prefix = `$aws/commands/clients/board/executions/${executionId}`;
		assert.deepEqual([topic, decode(payload)], [`${prefix}/request/cbor`, { a: 1 }]);
		const result = { raw: { bin: new Uint8Array([1, 2]) } };
		await client.publish(`${prefix}/response/cbor`, Buffer.from(encode({ status: "SUCCEEDED", result })));
		const answer = await client.next();
		assert.deepEqual([answer.topic, decode(answer.payload)], [`${prefix}/response/accepted/cbor`, { executionId }]);
		assert.deepEqual((await execution(executionId, client1)).result, { raw: { BIN: new Uint8Array([1, 2]) } });
	});

	it("times out, and hears of the outcome late", async () => {
		await create("slow");
		const executionId = await start("slow", board, { executionTimeoutSeconds: 60 });
		await client.next();
		emulator.clock.advance(60_000);
		const { status, statusReason, startedAt } = await execution(executionId);
		assert.deepEqual(
			[status, statusReason?.reasonCode, startedAt],
			["TIMED_OUT", "$NO_RESPONSE_FROM_DEVICE", undefined],
		);
		assert.equal((await report(executionId, { status: "IN_PROGRESS" }))[0], "rejected/json");
		assert.equal((await report(executionId, { status: "SUCCEEDED" }))[0], "accepted/json");
		assert.equal((await execution(executionId)).status, "SUCCEEDED");
	});

	it("refuses what a device may not say", async () => {
		await create("refused");
		const executionId = await start("refused");
		await client.next();
		const cases: readonly [unknown, string][] = [
			[{}, "InvalidRequest"],
			[{ status: "CREATED" }, "InvalidRequest"],
			[{ status: "FAILED", statusReason: { reasonCode: "a b" } }, "InvalidRequest"],
			[{ status: "FAILED", result: { a: {} } }, "InvalidRequest"],
			[[], "InvalidJson"],
		];
		for (const [body, code] of cases) {
			const [outcome, { error, errorMessage }] = await report(executionId, body);
			assert.deepEqual([outcome, error], ["rejected/json", code]);
			assert.ok(errorMessage.length > 10);
		}
		assert.equal((await report("no-such", { status: "FAILED" }))[1].error, "ResourceNotFound");
	});

	it("are kept, changed, listed and deleted, and so are their executions", async () => {
		await create("a");
		await assert.rejects(create("a"), awsException("ConflictException", 409));
		await iot.send(new UpdateCommandCommand({ commandId: "a", displayName: "A", deprecated: true }));
		const command = await iot.send(new GetCommandCommand({ commandId: "a" }));
		assert.deepEqual(
			[command.displayName, command.deprecated, Buffer.from(command.payload?.content ?? []).toString()],
			["A", true, '{"light":true}'],
		);
		await assert.rejects(start("a"), awsException("ConflictException", 409));
		await assert.rejects(start("z"), awsException("ResourceNotFoundException", 404));
		await iot.send(new UpdateCommandCommand({ commandId: "a", deprecated: false }));
		await assert.rejects(start("a", arnOf("thing/nobody")), awsException("ResourceNotFoundException", 404));
		const first = await start("a", board, { clientToken: "t" });
		assert.equal(await start("a", board, { clientToken: "t" }), first);
		await client.next();
		const { commands = [] } = await iot.send(new ListCommandsCommand({ sortOrder: "ASCENDING" }));
		assert.equal(commands.at(-1)?.commandId, "a");
		const list = async (input: object) => {
			const { commandExecutions = [] } = await iot.send(new ListCommandExecutionsCommand(input));
			return commandExecutions.map(({ executionId }) => executionId);
		};
		const commandArn = arnOf("command/a");
		assert.deepEqual(await list({ commandArn }), [first]);
		assert.deepEqual(await list({ commandArn, status: "SUCCEEDED" }), []);
		const remove = () => iot.send(new DeleteCommandExecutionCommand({ executionId: first, targetArn: board }));
		await assert.rejects(remove(), awsException("ConflictException", 409));
		await report(first, { status: "REJECTED", statusReason: { reasonCode: "NO" } });
		await remove();
		assert.deepEqual(await list({ targetArn: board, commandArn }), []);
		await assert.rejects(execution(first), awsException("ResourceNotFoundException", 404));
		await iot.send(new DeleteCommandCommand({ commandId: "a" }));
		await assert.rejects(
			iot.send(new GetCommandCommand({ commandId: "a" })),
			awsException("ResourceNotFoundException", 404),
		);
		for (const input of [{ payload: undefined }, { commandId: "a b" }, { displayName: "x".repeat(65) }]) {
			await assert.rejects(create("b", input), awsException("ValidationException", 400));
		}
	});
});
