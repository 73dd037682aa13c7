import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
	DeleteTopicRuleCommand,
	DisableTopicRuleCommand,
	EnableTopicRuleCommand,
	ReplaceTopicRuleCommand,
} from "@aws-sdk/client-iot";
import type { TestClient } from "../../../../support/mqtt.js";
import { TemporaryDirectories } from "../../../../support/temporary-directory.js";
import { RulesBench, roleArn } from "./rules-bench.js";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";

describe("topic rules over MQTT", () => {
	const directories = new TemporaryDirectories();
	let bench: RulesBench;
	afterEach(async () => {
		await bench.close();
		await directories.remove();
	});
	const republish = (topic: string, more = {}) => ({ republish: { roleArn, topic, ...more } });
	const next = async (client: TestClient) => {
		const { topic, payload } = await client.next();
		return [topic, JSON.parse(payload.toString())];
	};
	const seriesOf = (name: string) =>
		bench.parts.backend.metrics
			.snapshot()
			.filter((series) => series.name === name)
			.map(({ dimensions, count }) => [dimensions.RuleName, dimensions.ActionType, count]);

	it("republish what their SQL makes of a message, to topics with templates", async () => {
		bench = await RulesBench.start();
		await bench.rule("r", "SELECT t AS temp, clientid() AS who, principal() AS cert FROM 'in/+/data' WHERE t > 20", {
			actions: [republish("out/${topic(2)}/${t * 2}", { qos: 1 }), republish("log")],
		});
		const client = await bench.connected("c-1");
		await client.subscribe("out/#", "log");
		await client.publish("in/a/data", '{"t":10}');
		await client.publish("in/a/data", '{"t":30}');
		const expected = { temp: 30, who: "c-1", cert: bench.device.certificateId };
		assert.deepEqual(await next(client), ["out/a/60", expected]);
		assert.deepEqual(await next(client), ["log", expected]);
		assert.deepEqual(seriesOf("TopicMatch"), [["r", undefined, 2]]);
		assert.deepEqual(seriesOf("Success"), [["r", "Republish", 2]]);
	});

	it("keep the order of messages, and pass on bytes that are no JSON", async () => {
		bench = await RulesBench.start();
		await bench.rule("r", "SELECT * FROM 'in'", { actions: [republish("out", { qos: 1 })] });
		const client = await bench.connected("c");
		await client.subscribe("out");
		for (let n = 0; n < 50; n++) client.mqtt.publish("in", Buffer.from([0xff, n]), { qos: 1 });
		for (let n = 0; n < 50; n++) assert.deepEqual((await client.next()).payload, Buffer.from([0xff, n]));
	});

	it("hear what the emulator says itself: who connects", async () => {
		bench = await RulesBench.start();
		await bench.rule(
			"r",
			"SELECT clientId, topic(3) AS kind, clientid() AS who FROM '$aws/events/presence/connected/+'",
			{
				actions: [republish("out")],
			},
		);
		const listener = await bench.connected("listener");
		await listener.subscribe("out");
		await bench.connected("device");
		assert.deepEqual(await next(listener), ["out", { clientId: "device", kind: "presence", who: "n/a" }]);
	});

	it("are reached by basic ingest, without FROM too, and nobody else is", async () => {
		bench = await RulesBench.start();
		await bench.rule("ingest_1", "SELECT *, topic() AS t, topic(1) AS first", { actions: [republish("out")] });
		const client = await bench.connected("c");
		await client.subscribe("out");
		await client.publish("$aws/rules/ingest_1/a/b/c/d/e/f/g/h", '{"x":1}');
		assert.deepEqual(await next(client), ["out", { x: 1, t: "a/b/c/d/e/f/g/h", first: "a" }]);
		await client.publish("$aws/rules/nosuch/a", "{}");
		assert.match(await bench.journalled("rule-not-found"), /no rule "nosuch"/);
		assert.deepEqual(seriesOf("RuleNotFound"), [["nosuch", undefined, 1]]);
		client.mqtt.subscribe("$aws/rules/#");
		await client.closed();
		assert.match(await bench.journalled("reserved-topic"), /publishing only/);
	});

	it("reach each other by basic ingest, and no service that only answers connections", async () => {
		bench = await RulesBench.start();
		await bench.rule("a", "SELECT * FROM 'in'", {
			actions: [republish("$$aws/rules/b/${topic()}"), republish("$$aws/certificates/create/json")],
			errorAction: republish("errors"),
		});
		await bench.rule("b", "SELECT *, topic() AS t, clientid() AS c", { actions: [republish("out")] });
		const client = await bench.connected("c");
		await client.subscribe("out", "errors");
		await client.publish("in", '{"x":1}');
		const heard = Object.fromEntries([await next(client), await next(client)]);
		assert.deepEqual(heard.out, { x: 1, t: "in", c: "n/a" });
		assert.match(heard.errors.failures[0].errorMessage, /certificates\/create\/json/);
	});

	it("follow what the API says: replaced, disabled, enabled, deleted", async () => {
		bench = await RulesBench.start();
		await bench.rule("r", "SELECT 1 AS n FROM 'in'", { actions: [republish("out")] });
		const client = await bench.connected("c");
		await client.subscribe("out", "end");
		await bench.rule("stop", "SELECT 0 AS n FROM 'stop'", { actions: [republish("end")] });
		const outputs = async () => {
			await client.publish("in", "{}");
			await client.publish("stop", "{}");
			const heard: unknown[] = [];
			for (let [topic, { n }] = await next(client); topic !== "end"; [topic, { n }] = await next(client)) heard.push(n);
			return heard;
		};
		const { iot } = bench;
		const ruleName = "r";
		const topicRulePayload = { sql: "SELECT 2 AS n FROM 'in'", actions: [republish("out")] };
		assert.deepEqual(await outputs(), [1]);
		await iot.send(new ReplaceTopicRuleCommand({ ruleName, topicRulePayload }));
		assert.deepEqual(await outputs(), [2]);
		await iot.send(new DisableTopicRuleCommand({ ruleName }));
		assert.deepEqual(await outputs(), []);
		await iot.send(new EnableTopicRuleCommand({ ruleName }));
		assert.deepEqual(await outputs(), [2]);
		await iot.send(new DeleteTopicRuleCommand({ ruleName }));
		assert.deepEqual(await outputs(), []);
	});

	it("run a module for a Lambda function, by its ARN: the rule of a seed's onboarding", async () => {
		const directory = await directories.make();
		const module = join(directory, "f.mjs");
		await writeFile(module, "export const handler = async (event) => { globalThis.ruleHeard?.(event); };");
		bench = await RulesBench.start({ behaviour: { hooks: { targets: new Map([[functionArn, module]]) } } });
		const sql =
			"SELECT * as data, topic() as topic, clientId() as client_id, principal() as cert_id FROM '/cert-rotation/create-man-cert/+/rqst'";
		await bench.rule("r", sql, { awsIotSqlVersion: "2015-10-08", actions: [{ lambda: { functionArn } }] });
		const heard = new Promise((resolve) => {
			(globalThis as { ruleHeard?: (event: unknown) => void }).ruleHeard = resolve;
		});
		const client = await bench.connected("sn1");
		await client.publish("/cert-rotation/create-man-cert/sn1/rqst", '{"csr":"x"}');
		assert.deepEqual(await heard, {
			data: { csr: "x" },
			topic: "/cert-rotation/create-man-cert/sn1/rqst",
			client_id: "sn1",
			cert_id: bench.device.certificateId,
		});
	});

	it("ask a function in SQL, and the registry", async () => {
		const directory = await directories.make();
		await writeFile(join(directory, "f.mjs"), "export const handler = ({ n }) => ({ twice: 2 * n });");
		bench = await RulesBench.start({ behaviour: { hooks: { directory } } });
		bench.parts.registry.things.createThing("t1", { room: "kitchen" });
		const f = pathToFileURL(join(directory, "f.mjs")).href;
		const sql = `SELECT aws_lambda('${f}', {'n': n}).twice AS twice, get_registry_data('DescribeThing', 't1', 'arn').attributes.room AS room FROM 'in'`;
		await bench.rule("r", sql, { actions: [republish("out")] });
		const client = await bench.connected("c");
		await client.subscribe("out");
		await client.publish("in", '{"n":21}');
		assert.deepEqual(await next(client), ["out", { twice: 42, room: "kitchen" }]);
	});

	it("call no URL that a device names", async () => {
		bench = await RulesBench.start();
		const receiver = await bench.receiver();
		await bench.rule("sql", "SELECT aws_lambda(f, *) AS a FROM 'in'", { actions: [republish("out")] });
		const called = { lambda: { functionArn: "${f}" } };
		await bench.rule("action", "SELECT * FROM 'in'", { actions: [called], errorAction: republish("errors") });
		const client = await bench.connected("c");
		await client.subscribe("errors");
		await client.publish("in", JSON.stringify({ f: receiver.url }));
		const [, { failures }] = await next(client);
		assert.match(failures[0].errorMessage, /is no Lambda function, and the rule does not name it/);
		assert.match(await bench.journalled("rule-sql-failed"), /the rule does not name it/);
		await bench.rule("named", "SELECT * FROM 'in'", { actions: [{ lambda: { functionArn: receiver.url } }] });
		await client.publish("in", "{}");
		assert.equal((await receiver.next()).body, "{}");
	});

	it("perform the error action once for all actions that failed", async () => {
		bench = await RulesBench.start();
		await bench.rule("r", "SELECT * FROM 'in'", {
			actions: [{ lambda: { functionArn } }, republish("a/${concat('#', '')}"), republish("out")],
			errorAction: republish("errors/${topic()}"),
		});
		const client = await bench.connected("c");
		await client.subscribe("errors/#");
		await client.publish("in", '{"x":1}');
		const [topic, document] = await next(client);
		assert.equal(topic, "errors/in");
		const { cloudwatchTraceId, failures, ...rest } = document;
		assert.match(cloudwatchTraceId, /^[0-9a-f-]{36}$/);
		assert.deepEqual(rest, {
			ruleName: "r",
			topic: "in",
			clientId: "c",
			base64OriginalPayload: Buffer.from('{"x":1}').toString("base64"),
		});
		const named = failures.map(({ failedAction, failedResource }: Record<string, string>) => [
			failedAction,
			failedResource,
		]);
		assert.deepEqual(named, [
			["LambdaAction", functionArn],
			["RepublishAction", "a/#"],
		]);
		assert.match(failures[0].errorMessage, new RegExp(`--hook ${functionArn}=URL`));
		assert.match(failures[1].errorMessage, /a topic holds no \+, # or NUL/);
		assert.deepEqual(seriesOf("ErrorActionSuccess"), [["r", "Republish", 1]]);
		assert.match(await bench.journalled("rule-action-failed"), /The action (lambda|republish) of rule "r" failed/);
	});

	it("say once of actions that are not performed", async () => {
		bench = await RulesBench.start();
		await bench.rule("r", "SELECT * FROM 'in'", {
			actions: [{ s3: { roleArn, bucketName: "b", key: "${topic()}" } }, republish("out")],
			errorAction: republish("errors"),
		});
		const client = await bench.connected("c");
		await client.subscribe("out", "errors");
		for (let n = 0; n < 3; n++) await client.publish("in", String(n));
		for (let n = 0; n < 3; n++) assert.deepEqual(await next(client), ["out", n]);
		const said = bench.parts.journal.list().filter(({ code }) => code === "rule-action-not-performed");
		assert.equal(said.length, 1);
		assert.match(said[0]?.reason ?? "", /action s3 of rule "r" is not performed/);
	});

	it("count metrics and log events", async () => {
		bench = await RulesBench.start();
		const metric = { roleArn, metricNamespace: "N", metricName: "temp", metricValue: "${t}", metricUnit: "None" };
		await bench.rule("r", "SELECT * FROM 'in'", {
			actions: [{ cloudwatchMetric: metric }, { cloudwatchLogs: { roleArn, logGroupName: "g" } }, republish("out")],
		});
		const client = await bench.connected("c");
		await client.subscribe("out");
		for (const t of [1, 2]) await client.publish("in", JSON.stringify({ t }));
		for (const t of [1, 2]) assert.deepEqual(await next(client), ["out", { t }]);
		const of = (name: string) => bench.parts.backend.metrics.snapshot().find((series) => series.name === name);
		assert.deepEqual(of("temp"), { name: "temp", dimensions: { Namespace: "N", Unit: "None" }, count: 2, sum: 3 });
		assert.equal(of("LogEvents")?.count, 2);
	});

	it("that trigger each other come to an end", async () => {
		bench = await RulesBench.start();
		await bench.rule("r", "SELECT n + 1 AS n FROM 'loop'", {
			actions: [republish("loop")],
			errorAction: republish("errors"),
		});
		await bench.rule("e", "SELECT * FROM 'errors'", { actions: [republish("loop")] });
		const client = await bench.connected("c");
		await client.subscribe("loop");
		await client.publish("loop", '{"n":0}');
		for (let n = 0; n <= 10; n++) assert.deepEqual(await next(client), ["loop", { n }]);
		assert.match(await bench.journalled("rule-action-failed"), /republished this message 10 times/);
		assert.deepEqual(client.pending, []);
	});

	it("drop what is too much for them, and say so", async () => {
		const directory = await directories.make();
		await writeFile(join(directory, "f.mjs"), "export const handler = () => globalThis.ruleReleased;");
		let release = () => {};
		Object.assign(globalThis, {
			ruleReleased: new Promise<void>((resolve) => {
				release = resolve;
			}),
		});
		bench = await RulesBench.start({ behaviour: { hooks: { directory, deadlineMs: 60_000 } } });
		const f = pathToFileURL(join(directory, "f.mjs")).href;
		await bench.rule("r", "SELECT * FROM 'in'", { actions: [{ lambda: { functionArn: f } }] });
		const client = await bench.connected("c");
		for (let n = 0; n < 1020; n++) client.mqtt.publish("in", "{}", { qos: 0 });
		assert.match(await bench.journalled("rule-queue-full"), /rule "r" did not get a message on "in"/);
		await client.publish("end");
		const said = bench.parts.journal.list().filter(({ code }) => code === "rule-queue-full");
		assert.equal(said.length, 10);
		release();
	});

	it("are there again after a restart, with what disables them", async () => {
		const dataDirectory = await directories.make();
		bench = await RulesBench.start({ dataDirectory });
		await bench.rule("on", "SELECT 'on' AS r FROM 'in'", { actions: [republish("out")] });
		await bench.rule("off", "SELECT 'off' AS r FROM 'in'", { actions: [republish("out")], ruleDisabled: true });
		await bench.close();
		bench = await RulesBench.start({ dataDirectory });
		const client = await bench.connected("c");
		await client.subscribe("out");
		await client.publish("in", "{}");
		assert.deepEqual(await next(client), ["out", { r: "on" }]);
		assert.deepEqual(client.pending, []);
	});
});
