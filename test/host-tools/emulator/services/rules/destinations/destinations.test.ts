import assert from "node:assert/strict";
import {
	ConfirmTopicRuleDestinationCommand,
	CreateTopicRuleDestinationCommand,
	DeleteTopicRuleDestinationCommand,
	GetTopicRuleDestinationCommand,
	ListTopicRuleDestinationsCommand,
	type TopicRuleDestinationStatus,
	UpdateTopicRuleDestinationCommand,
} from "@aws-sdk/client-iot";
import { awsException } from "../../../http/test-control-plane.js";
import { type HttpReceiver, RulesBench, roleArn } from "../rules-bench.js";

describe("topic rule destinations", () => {
	let bench: RulesBench;
	let receiver: HttpReceiver;
	const start = async (options = {}) => {
		bench = await RulesBench.start(options);
		receiver = await bench.receiver();
	};
	afterEach(() => bench.close());
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
	const create = async (confirmationUrl: string) => {
		const destinationConfiguration = { httpUrlConfiguration: { confirmationUrl } };
		const created = await bench.iot.send(new CreateTopicRuleDestinationCommand({ destinationConfiguration }));
		return created.topicRuleDestination ?? {};
	};
	const statusOf = async (arn: string | undefined) =>
		(await bench.iot.send(new GetTopicRuleDestinationCommand({ arn }))).topicRuleDestination?.status;
	const update = (arn: string | undefined, status: TopicRuleDestinationStatus) =>
		bench.iot.send(new UpdateTopicRuleDestinationCommand({ arn, status }));
	const list = async () => (await bench.iot.send(new ListTopicRuleDestinationsCommand({}))).destinationSummaries ?? [];
	const confirmation = async () => JSON.parse((await receiver.next("the confirmation request")).body);

	it("get a confirmation request, whose token enables them", async () => {
		await start();
		const { arn, status, httpUrlProperties } = await create(`${receiver.url}/rules`);
		assert.match(arn ?? "", /^arn:aws:iot:us-east-1:000000000000:ruledestination\/http\/[0-9a-f-]{36}$/);
		assert.deepEqual([status, httpUrlProperties?.confirmationUrl], ["IN_PROGRESS", `${receiver.url}/rules`]);
		const request = await receiver.next("the confirmation request");
		const body = JSON.parse(request.body);
		assert.deepEqual(Object.keys(body).sort(), ["arn", "confirmationToken", "enableUrl", "messageType"]);
		assert.equal(request.url, `/rules/?confirmationToken=${body.confirmationToken}`);
		assert.equal(request.headers["x-amz-rules-engine-message-type"], "DestinationConfirmation");
		assert.deepEqual([request.headers["x-amz-rules-engine-destination-arn"], body.arn], [arn, arn]);
		const { confirmationToken } = body;
		await bench.iot.send(new ConfirmTopicRuleDestinationCommand({ confirmationToken }));
		assert.equal(await statusOf(arn), "ENABLED");
		const again = bench.iot.send(new ConfirmTopicRuleDestinationCommand({ confirmationToken }));
		await assert.rejects(again, invalid(/none that waits/));
	});

	it("are confirmed by opening the URL of the request", async () => {
		await start();
		const { arn } = await create(receiver.url);
		const { enableUrl } = await confirmation();
		assert.equal((await fetch(enableUrl)).status, 200);
		assert.equal(await statusOf(arn), "ENABLED");
		assert.equal((await fetch(enableUrl)).status, 400);
	});

	it("are disabled, enabled and asked again, each only when it can be", async () => {
		await start();
		const { arn } = await create(receiver.url);
		const first = await confirmation();
		await assert.rejects(update(arn, "ENABLED"), invalid(/IN_PROGRESS cannot become ENABLED/));
		await update(arn, "IN_PROGRESS");
		const { confirmationToken } = await confirmation();
		assert.notEqual(confirmationToken, first.confirmationToken);
		await bench.iot.send(new ConfirmTopicRuleDestinationCommand({ confirmationToken }));
		await update(arn, "DISABLED");
		assert.equal(await statusOf(arn), "DISABLED");
		await update(arn, "ENABLED");
		assert.equal(await statusOf(arn), "ENABLED");
		await assert.rejects(update(arn, "DELETING"), invalid(/must be ENABLED, DISABLED or IN_PROGRESS/));
	});

	it("are in ERROR when nobody confirms them in time", async () => {
		await start();
		const { arn } = await create(receiver.url);
		bench.parts.clock.advance(4 * 24 * 3_600_000);
		assert.equal(await statusOf(arn), "ERROR");
		assert.deepEqual(
			(await list()).map(({ status }) => status),
			["ERROR"],
		);
	});

	it("are listed and deleted, and what is not there is denied", async () => {
		await start();
		const { arn } = await create(receiver.url);
		const [summary] = await list();
		assert.deepEqual([summary?.arn, summary?.httpUrlSummary?.confirmationUrl], [arn, receiver.url]);
		await assert.rejects(create(receiver.url), awsException("ResourceAlreadyExistsException", 409));
		await bench.iot.send(new DeleteTopicRuleDestinationCommand({ arn }));
		assert.deepEqual(await list(), []);
		await assert.rejects(statusOf(arn), awsException("UnauthorizedException", 401, /there is none/));
	});

	it("are of HTTP only, and ask no other machine than they were told to", async () => {
		await start();
		const vpc = { vpcConfiguration: { subnetIds: ["s"], vpcId: "v", roleArn } };
		const other = bench.iot.send(new CreateTopicRuleDestinationCommand({ destinationConfiguration: vpc }));
		await assert.rejects(other, invalid(/httpUrlConfiguration only/));
		await create("https://example.com/rules");
		assert.match(await bench.journalled("destination-not-confirmed"), /start it with --hook https:\/\/example\.com=/);
	});

	it("take what rules send, once they are confirmed: with headers, and again after 5xx", async () => {
		await start();
		const http = {
			url: `${receiver.url}/rules/\${topic(2)}`,
			confirmationUrl: `${receiver.url}/rules`,
			headers: [
				{ key: "X-Device", value: "${clientid()}" },
				{ key: "Host", value: "evil.example" },
			],
		};
		const republish = { roleArn, topic: "errors" };
		await bench.rule("r", "SELECT t FROM 'in/+'", { actions: [{ http }], errorAction: { republish } });
		const { confirmationToken } = await confirmation();
		const client = await bench.connected("c-1");
		await client.subscribe("errors");
		await client.publish("in/a", '{"t":1}');
		const failed = JSON.parse((await client.next()).payload.toString());
		assert.equal(failed.failures[0].failedAction, "HttpAction");
		assert.match(failed.failures[0].errorMessage, /IN_PROGRESS, and would have to be ENABLED/);
		await bench.iot.send(new ConfirmTopicRuleDestinationCommand({ confirmationToken }));
		receiver.statuses.push(503, 429);
		await client.publish("in/b", '{"t":2}');
		for (let n = 0; n < 3; n++) {
			const { url, body, headers } = await receiver.next();
			assert.deepEqual([url, body], ["/rules/b", '{"t":2}']);
			assert.deepEqual([headers["x-device"], headers["content-type"]], ["c-1", "application/json"]);
			assert.equal(`http://${headers.host}`, receiver.url);
		}
		receiver.statuses.push(404);
		await client.publish("in/c", '{"t":3}');
		assert.match((await client.next()).payload.toString(), /HTTP status 404/);
		assert.equal((await receiver.next()).url, "/rules/c");
	});

	it("on other machines are on this one where --hook says so", async () => {
		const targets = new Map<string, string>();
		await start({ behaviour: { hooks: { targets } } });
		targets.set("https://example.com", receiver.url);
		await bench.rule("r", "SELECT * FROM 'in'", { actions: [{ http: { url: "https://example.com/x?y=1" } }] });
		const request = await receiver.next("the confirmation request");
		assert.match(request.url, /^\/x\/\?y=1&confirmationToken=/);
		const { confirmationToken } = JSON.parse(request.body);
		await bench.iot.send(new ConfirmTopicRuleDestinationCommand({ confirmationToken }));
		const client = await bench.connected("c");
		await client.publish("in", Buffer.from([0xff]));
		const { url, headers } = await receiver.next();
		assert.deepEqual([url, headers["content-type"]], ["/x?y=1", "application/octet-stream"]);
	});
});
