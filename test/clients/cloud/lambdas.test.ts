import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CreateTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
	AttachThingPrincipalCommand,
	CreateThingCommand,
	RegisterCertificateWithoutCACommand,
} from "@aws-sdk/client-iot";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { createClients, type OwnedClients } from "../../../host-tools/cloud/apply/clients.js";
import { until } from "../../support/deadline.js";
import { skipBecause } from "../../support/skip-because.js";
import { repositoryRoot } from "../../support/source-imports.js";
import { TestAuthority } from "../../support/test-authority.js";
import { whyMissing } from "../support/installed-clients.js";
import { LocalBench } from "../support/local-bench.js";
import { MotoServer } from "../support/moto-server.js";
import { runProgram } from "../support/run-program.js";

/** The functions with the SDK as it is, against moto's tables and topics and the emulator's certificates. */
describe("clients: functions of an account", function () {
	this.timeout(120_000);
	let moto: MotoServer;
	let bench: LocalBench;
	let clients: OwnedClients;

	before(async function () {
		const missing = whyMissing("moto");
		if (missing !== undefined) skipBecause(this, missing);
		moto = await MotoServer.start();
		bench = await LocalBench.start();
		clients = createClients(moto.settings);
	});
	after(async () => {
		clients?.destroy();
		await bench?.close();
		await moto?.stop();
	});

	const run = async (name: string, event: object, env: Readonly<Record<string, string>>): Promise<unknown> => {
		const context = { invokedFunctionArn: `arn:aws:lambda:us-east-1:${MotoServer.accountId}:function:${name}` };
		const program = join(repositoryRoot, "test/clients/programs/lambda.cjs");
		const where = { AWS_ENDPOINT_URL: moto.url, AWS_ENDPOINT_URL_IOT: bench.endpointUrl };
		const said = await runProgram(process.execPath, [program, name, JSON.stringify(event), JSON.stringify(context)], {
			env: { ...bench.env, ...where, ...env },
		});
		return JSON.parse(said.trim().split("\n").at(-1) ?? "");
	};

	it("the hook finds a serial number in its table, and no other", async () => {
		const dynamodb = await clients.dynamodb();
		const TableName = "plant-serial-numbers";
		await dynamodb.send(
			new CreateTableCommand({
				TableName,
				BillingMode: "PAY_PER_REQUEST",
				AttributeDefinitions: [{ AttributeName: "serialNumber", AttributeType: "S" }],
				KeySchema: [{ AttributeName: "serialNumber", KeyType: "HASH" }],
			}),
		);
		await dynamodb.send(new PutItemCommand({ TableName, Item: { serialNumber: { S: "sn-1" } } }));
		const ask = (SerialNumber: string, table = TableName) =>
			run("serial-number-hook", { parameters: { SerialNumber } }, { SERIAL_NUMBER_TABLE: table });
		assert.deepEqual(await ask("sn-1"), { allowProvisioning: true });
		assert.deepEqual(await ask("sn-2"), { allowProvisioning: false });
		assert.deepEqual(await ask("sn-1", "no-such-table"), { allowProvisioning: false });
	});

	it("the monitor tells the topic which thing's certificate ends, among those that do not", async () => {
		const received: string[] = [];
		const listener = createServer(async (request, response) => {
			received.push((JSON.parse(await text(request)) as { Message: string }).Message);
			response.end();
		});
		const url = await listen(listener);
		try {
			const sns = await clients.sns();
			const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "plant-alarms" }));
			await sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint: url }));
			const ending = await thingWith("plant-1", 10);
			await thingWith("plant-2", 100);
			const answer = await run("expiry-monitor", {}, { EXPIRY_DAYS: "60", TOPIC_NAME: "plant-alarms" });
			assert.deepEqual(answer, { looked: 2, complete: true, ending: 1 });
			const message = await until("the message", () => received.find((one) => one.includes("thing rotate")));
			assert.match(message, new RegExp(`^thingsmith thing rotate plant-1 # ${ending} ends \\d{4}-\\d\\d-\\d\\d$`, "m"));
			assert.doesNotMatch(message, /plant-2/);
		} finally {
			listener.close();
		}
	});

	/** The id of the thing's certificate. */
	const thingWith = async (thingName: string, days: number): Promise<string> => {
		const authority = await TestAuthority.make(`CN=${thingName}`);
		const { certificatePem } = await authority.issue(`CN=${thingName}`, { notAfter: Date.now() + days * 86_400_000 });
		const command = new RegisterCertificateWithoutCACommand({ certificatePem, status: "ACTIVE" });
		const { certificateId = "", certificateArn: principal } = await bench.iot.send(command);
		await bench.iot.send(new CreateThingCommand({ thingName }));
		await bench.iot.send(new AttachThingPrincipalCommand({ thingName, principal }));
		return certificateId;
	};
});

async function listen(server: Server): Promise<string> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
