import assert from "node:assert/strict";
import {
	CreateTopicRuleCommand,
	DeleteTopicRuleCommand,
	DisableTopicRuleCommand,
	EnableTopicRuleCommand,
	GetTopicRuleCommand,
	ListTagsForResourceCommand,
	ListTopicRulesCommand,
	type ListTopicRulesCommandInput,
	ReplaceTopicRuleCommand,
	type TopicRulePayload,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { roleArn } from "./rules-bench.js";

describe("Control plane: topic rules", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());
	const payload = (more: Partial<TopicRulePayload> = {}): TopicRulePayload => ({
		sql: "SELECT * FROM 'a/+'",
		actions: [{ republish: { roleArn, topic: "b" } }],
		...more,
	});
	const create = (ruleName: string, more: Partial<TopicRulePayload> = {}) =>
		plane.iot.send(new CreateTopicRuleCommand({ ruleName, topicRulePayload: payload(more), tags: "a=b" }));
	const get = (ruleName: string) => plane.iot.send(new GetTopicRuleCommand({ ruleName }));
	const list = async (input: ListTopicRulesCommandInput = {}) =>
		(await plane.iot.send(new ListTopicRulesCommand(input))).rules?.map(({ ruleName }) => ruleName);
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);

	it("are created, described, replaced, disabled, enabled and deleted", async () => {
		await create("r", { description: "d", errorAction: { s3: { roleArn, bucketName: "b", key: "k" } } });
		const { ruleArn, rule } = await get("r");
		assert.equal(ruleArn, "arn:aws:iot:us-east-1:000000000000:rule/r");
		const { createdAt, ...rest } = rule ?? {};
		assert.ok(createdAt instanceof Date && Math.abs(createdAt.getTime() - plane.clock.now()) < 60_000);
		assert.deepEqual(rest, {
			ruleName: "r",
			...payload({ description: "d", errorAction: { s3: { roleArn, bucketName: "b", key: "k" } } }),
			ruleDisabled: false,
			awsIotSqlVersion: "2015-10-08",
		});
		const replaced = payload({ sql: "SELECT a FROM 'x'", awsIotSqlVersion: "2016-03-23", actions: [] });
		await plane.iot.send(new ReplaceTopicRuleCommand({ ruleName: "r", topicRulePayload: replaced }));
		const now = (await get("r")).rule;
		assert.deepEqual([now?.sql, now?.description, now?.errorAction], ["SELECT a FROM 'x'", undefined, undefined]);
		assert.deepEqual(now?.createdAt, createdAt);
		await plane.iot.send(new DisableTopicRuleCommand({ ruleName: "r" }));
		assert.equal((await get("r")).rule?.ruleDisabled, true);
		await plane.iot.send(new EnableTopicRuleCommand({ ruleName: "r" }));
		assert.equal((await get("r")).rule?.ruleDisabled, false);
		await plane.iot.send(new DeleteTopicRuleCommand({ ruleName: "r" }));
		assert.deepEqual(await list(), []);
	});

	it("have tags, which go with them", async () => {
		await create("r");
		const resourceArn = "arn:aws:iot:us-east-1:000000000000:rule/r";
		const tagsOf = async () => (await plane.iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
		assert.deepEqual(await tagsOf(), [{ Key: "a", Value: "b" }]);
		await plane.iot.send(new DeleteTopicRuleCommand({ ruleName: "r" }));
		await plane.iot.send(new CreateTopicRuleCommand({ ruleName: "r", topicRulePayload: payload() }));
		assert.deepEqual(await tagsOf(), []);
	});

	it("that are not there are denied, in AWS's words", async () => {
		const denied = awsException("UnauthorizedException", 401, /^Access to topic rule 'r' was denied/);
		await assert.rejects(get("r"), denied);
		for (const command of [DeleteTopicRuleCommand, EnableTopicRuleCommand, DisableTopicRuleCommand]) {
			await assert.rejects(plane.iot.send(new command({ ruleName: "r" })), denied);
		}
		const replacement = new ReplaceTopicRuleCommand({ ruleName: "r", topicRulePayload: payload() });
		await assert.rejects(plane.iot.send(replacement), denied);
	});

	it("are announced when they change", async () => {
		const changed: string[] = [];
		plane.registry.changes.onChange(({ kind, name }) => changed.push(`${kind} ${name}`));
		const { revision } = plane.registry.changes;
		await create("r");
		await plane.iot.send(new DisableTopicRuleCommand({ ruleName: "r" }));
		await plane.iot.send(new DeleteTopicRuleCommand({ ruleName: "r" }));
		assert.deepEqual(changed, ["topic-rule r", "topic-rule r", "topic-rule r"]);
		assert.equal(plane.registry.changes.revision, revision);
	});

	it("are made once", async () => {
		await create("r");
		await assert.rejects(create("r"), awsException("ResourceAlreadyExistsException", 409));
	});

	it("are listed page by page, by topic and by whether they are disabled", async () => {
		await create("a", { sql: "SELECT * FROM 'x/#'" });
		await create("b", { sql: "SELECT * FROM 'x/+'", ruleDisabled: true });
		await create("c", { sql: "SELECT *" });
		const { rules = [], nextToken } = await plane.iot.send(new ListTopicRulesCommand({ maxResults: 2 }));
		assert.deepEqual(
			rules.map(({ ruleName, topicPattern, ruleDisabled }) => [ruleName, topicPattern, ruleDisabled]),
			[
				["a", "x/#", false],
				["b", "x/+", true],
			],
		);
		assert.deepEqual(await list({ nextToken, maxResults: 2 }), ["c"]);
		assert.deepEqual(await list({ maxResults: 10_000 }), ["a", "b", "c"]);
		assert.deepEqual(await list({ topic: "x/y" }), ["a", "b"]);
		assert.deepEqual(await list({ topic: "x/y/z" }), ["a"]);
		assert.deepEqual(await list({ topic: "x/+" }), ["a", "b"]);
		assert.deepEqual(await list({ ruleDisabled: true }), ["b"]);
		assert.deepEqual(await list({ ruleDisabled: false }), ["a", "c"]);
		await assert.rejects(list({ maxResults: 10_001 }), invalid(/1 to 10000/));
	});

	it("are refused with SQL or a template that is none, and say where", async () => {
		const wrong = (message: RegExp) => awsException("SqlParseException", 400, message);
		await assert.rejects(create("r", { sql: "SELECT FROM 'a'" }), wrong(/Expected a value but found "FROM" at line 1/));
		await assert.rejects(
			create("r", { sql: "SELECT isUndefined(a) FROM 'a'" }),
			wrong(/isundefined needs awsIotSqlVersion 2016-03-23/),
		);
		const actions = [{ republish: { roleArn, topic: "a/${topic(}" } }];
		await assert.rejects(create("r", { actions }), wrong(/Expected a value but found "}" at line 1, column 11/));
		assert.deepEqual(await list(), []);
		await create("r");
		const topicRulePayload = payload({ sql: "SELECT" });
		await assert.rejects(plane.iot.send(new ReplaceTopicRuleCommand({ ruleName: "r", topicRulePayload })), wrong(/./));
		assert.equal((await get("r")).rule?.sql, "SELECT * FROM 'a/+'");
	});

	it("are refused when they republish where nobody can publish, as far as that is written in the topic", async () => {
		const to = (topic: string): Partial<TopicRulePayload> => ({ actions: [{ republish: { roleArn, topic } }] });
		for (const [topic, message] of [
			["a/#", /The topic "a\/#" of a republish action is refused: a topic holds no \+, # or NUL/],
			["+/${topic()}", /a topic holds no \+/],
			["a/${topic()}/#", /a topic holds no \+/],
			["a/b/c/d/e/f/g/h/i", /it has 8 slashes, the limit is 7/],
			["x".repeat(257), /it has 257 bytes, the limit is 256/],
		] as const) {
			await assert.rejects(create("r", to(topic)), invalid(message));
			await assert.rejects(create("r", { errorAction: to(topic).actions?.[0] }), invalid(message));
		}
		for (const topic of ["$$aws/things/t/shadow/update", "a/${t + 1}/b", "a/${concat('#', '+')}"]) {
			await create("r", to(topic));
			const replacement = new ReplaceTopicRuleCommand({ ruleName: "r", topicRulePayload: payload(to("b/+")) });
			await assert.rejects(plane.iot.send(replacement), invalid(/holds no \+/));
			assert.deepEqual((await get("r")).rule?.actions, to(topic).actions);
			await plane.iot.send(new DeleteTopicRuleCommand({ ruleName: "r" }));
		}
	});

	it("are refused with a role that is none, wherever it is named, in AWS's words", async () => {
		const unable = invalid(
			/^AWS IoT \(iot\.amazonaws\.com\) is unable to assume role \(sts:AssumeRole\) on resource: my-role\. /,
		);
		const sigv4 = { roleArn: "my-role", serviceName: "s", signingRegion: "r" };
		for (const more of [
			{ actions: [{ republish: { roleArn: "my-role", topic: "t" } }] },
			{ actions: [{ iotAnalytics: { roleArn: "my-role" } }] },
			{ actions: [{ http: { url: "https://a.test", auth: { sigv4 } } }], ruleDisabled: true },
			{ errorAction: { sqs: { roleArn: "my-role", queueUrl: "q" } } },
		]) {
			await assert.rejects(create("r", more), unable);
		}
		await create("r", { actions: [{ republish: { roleArn: "arn:aws-cn:iam::123456789012:role/a/b", topic: "t" } }] });
	});

	it("are refused with values that AWS does not take", async () => {
		const refusals: readonly (readonly [more: object, message: RegExp])[] = [
			[{ actions: undefined }, /actions is missing/],
			[{ sql: undefined }, /sql is missing/],
			[{ sql: "" }, /sql must have 1 to/],
			[{ awsIotSqlVersion: "2017-01-01" }, /awsIotSqlVersion must be one of 2015-10-08, 2016-03-23, beta/],
			[{ actions: new Array(11).fill({ lambda: { functionArn: "x" } }) }, /at most 10 actions/],
			[{ actions: [{}] }, /actions\[0\] must have one member that is a kind of action: it has \[\]/],
			[{ actions: [{ republish: { roleArn } }] }, /actions\[0\]\.republish\.topic is missing/],
			[{ actions: [{ republish: { topic: "t" } }] }, /roleArn is missing/],
			[{ actions: [{ republish: { roleArn, topic: "t", qos: 2 } }] }, /qos must be 0 or 1/],
			[{ actions: [{ lambda: { functionArn: "f" } }] }, /ARN of a Lambda function/],
			[{ errorAction: { sqs: { roleArn } } }, /errorAction\.sqs\.queueUrl is missing/],
			[{ actions: [{ http: { url: "https://a.test/b", confirmationUrl: "https://b.test" } }] }, /must begin with/],
			[{ actions: [{ http: { url: "ftp://a.test" } }] }, /must be an https URL/],
		];
		for (const [more, message] of refusals) await assert.rejects(create("r", more), invalid(message));
		for (const ruleName of ["t-r", "t.r", "t r"]) {
			await assert.rejects(create(ruleName), invalid(/Member must satisfy regular expression pattern/));
		}
		for (const body of ['{"sql":"SELECT 1 AS a","actions":{}}', '{"sql":"SELECT 1 AS a","actions":[1]}', "[]"]) {
			const answer = await plane.signed("POST", "/rules/r", { body });
			assert.equal(answer.status, 400, body);
		}
		assert.deepEqual(await list(), []);
	});

	it("keep every action of AWS's", async () => {
		const actions: TopicRulePayload["actions"] = [
			{ dynamoDBv2: { roleArn, putItem: { tableName: "t" } } },
			{ sns: { roleArn, targetArn: "arn:aws:sns:us-east-1:000000000000:t", messageFormat: "JSON" } },
			{
				timestream: { roleArn, databaseName: "d", tableName: "t", dimensions: [{ name: "n", value: "${clientId()}" }] },
			},
			{ kafka: { destinationArn: "arn", topic: "t", clientProperties: { acks: "1" } } },
			{ iotEvents: { roleArn, inputName: "i", batchMode: true } },
		];
		await create("r", { actions });
		assert.deepEqual((await get("r")).rule?.actions, actions);
	});
});
