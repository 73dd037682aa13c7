import assert from "node:assert/strict";
import { ConnectionHub, type PublishedMessage } from "../../../../../../host-tools/emulator/broker/connections.js";
import type { JsonObject } from "../../../../../../host-tools/emulator/json-value.js";
import {
	type RepublishParts,
	republish,
} from "../../../../../../host-tools/emulator/services/rules/actions/republish.js";
import { Hops } from "../../../../../../host-tools/emulator/services/rules/hops.js";
import type { TopicRule } from "../../../../../../host-tools/emulator/services/rules/topic-rule.js";

const rule: TopicRule = {
	ruleName: "r",
	ruleArn: "arn:aws:iot:us-east-1:000000000000:rule/r",
	sql: "SELECT * FROM 'in'",
	description: undefined,
	actions: [],
	errorAction: undefined,
	ruleDisabled: false,
	awsIotSqlVersion: "2016-03-23",
	topicPattern: "in",
	createdAt: 0,
};
const message = {
	topic: "in",
	payload: Buffer.from("{}"),
	clientId: "c",
	principal: "p",
	properties: undefined,
	traceId: "t",
	lineage: { hops: 0, family: { republished: 0 } },
};

describe("republish()", () => {
	const start = (more: Partial<RepublishParts["connections"]> = {}) => {
		const published: PublishedMessage[] = [];
		const hops = new Hops();
		const hub = new ConnectionHub();
		const publish: ConnectionHub["publish"] = (topic, payload, options) => {
			published.push({ topic, payload, ...options });
		};
		const connections = Object.assign(hub, { publish, ...more });
		const perform = (parameters: JsonObject, given = {}) =>
			republish({ connections, hops, principal: "rules" })({
				parameters,
				output: Buffer.from("out"),
				message: { ...message, ...given },
				rule,
			});
		return { published, perform, hops };
	};

	it("gives a message the properties of MQTT 5 that its headers say", () => {
		const { published, perform } = start();
		perform({ topic: "a" });
		perform({
			topic: "b",
			qos: 1,
			headers: {
				payloadFormatIndicator: "UTF8_DATA",
				contentType: "text/plain",
				responseTopic: "r",
				correlationData: "Y2lk",
				messageExpiry: "30",
				userProperties: [{ key: "k", value: "v" }, { key: "broken" }],
			},
		});
		const payload = Buffer.from("out");
		assert.deepEqual(published, [
			{ topic: "a", payload, qos: 0 },
			{
				topic: "b",
				payload,
				qos: 1,
				properties: {
					payloadFormatIndicator: true,
					messageExpiryInterval: 30,
					contentType: "text/plain",
					responseTopic: "r",
					correlationData: Buffer.from("cid"),
					userProperties: [["k", "v"]],
				},
			},
		]);
		assert.throws(() => perform({ topic: "a", headers: { messageExpiry: "soon" } }), /messageExpiry must be a number/);
		assert.throws(() => perform({ topic: "a", headers: { payloadFormatIndicator: "x" } }), /UTF8_DATA or/);
	});

	it("hands what is for a reserved topic to its service", async () => {
		const taken: unknown[] = [];
		let hopsLater = 0;
		const submit = (submitted: { topic: string; principal: string }) => {
			taken.push([submitted.topic, submitted.principal]);
			void Promise.resolve().then(() => {
				hopsLater = hops.current.hops;
			});
			return submitted.topic.endsWith("get") ? { code: "no", reason: "no" } : undefined;
		};
		const { published, perform, hops } = start({ submit });
		perform({ topic: "$$aws/things/t/shadow/update" }, { lineage: { hops: 3, family: { republished: 0 } } });
		await Promise.resolve();
		assert.deepEqual([taken, published], [[["$aws/things/t/shadow/update", "rules"]], []]);
		// What the service says later is of the rule, too.
		assert.deepEqual([hopsLater, hops.current.hops], [4, 0]);
		assert.throws(() => perform({ topic: "$$aws/things/t/shadow/get" }), /^Error: no$/);
		assert.throws(() => perform({ topic: "$$aws/things/t/jobs/x/update" }), /topics of jobs/);
	});

	it("refuses what AWS refuses, and an end without end", () => {
		const { perform } = start();
		assert.throws(() => perform({ topic: "a/+" }), /a topic holds no \+/);
		assert.throws(() => perform({ topic: "" }), /the topic is empty/);
		assert.throws(() => perform({ topic: "a/b/c/d/e/f/g/h/i" }), /8 slashes, the limit is 7/);
		assert.throws(
			() => perform({ topic: "a" }, { lineage: { hops: 10, family: { republished: 0 } } }),
			/trigger each other/,
		);
		const crowded = { lineage: { hops: 1, family: { republished: 1000 } } };
		assert.throws(() => perform({ topic: "a" }, crowded), /1000 messages because of one/);
	});
});
