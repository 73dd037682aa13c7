import { filterMatches } from "../../broker/topics.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { tagsInText } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import { clampedCall } from "./clamped-call.js";
import type { Destinations } from "./destinations/destinations.js";
import { httpActions, readRulePayload } from "./read-rule-payload.js";
import type { TopicRule } from "./topic-rule.js";
import type { TopicRules } from "./topic-rules.js";

interface Parts {
	readonly rules: TopicRules;
	readonly destinations: Destinations;
	readonly tags: Tags;
}

export function ruleOperations(parts: Parts): readonly Operation[] {
	const { rules } = parts;
	const one = "/rules/{ruleName}";
	return [
		{ name: "CreateTopicRule", method: "POST", path: one, handle: (call) => create(parts, call) },
		{ name: "GetTopicRule", method: "GET", path: one, handle: ({ path }) => describe(rules.get(path("ruleName"))) },
		{ name: "ReplaceTopicRule", method: "PATCH", path: one, handle: (call) => replace(parts, call) },
		{
			name: "DeleteTopicRule",
			method: "DELETE",
			path: one,
			handle: ({ path }) => remove(parts, path("ruleName")),
		},
		{ name: "ListTopicRules", method: "GET", path: "/rules", handle: (call) => list(rules, call) },
		{
			name: "EnableTopicRule",
			method: "POST",
			path: `${one}/enable`,
			handle: ({ path }) => rules.setDisabled(path("ruleName"), false) ?? {},
		},
		{
			name: "DisableTopicRule",
			method: "POST",
			path: `${one}/disable`,
			handle: ({ path }) => rules.setDisabled(path("ruleName"), true) ?? {},
		},
	];
}

function create({ rules, destinations, tags }: Parts, call: ApiCall): Answer {
	const payload = readRulePayload(call);
	const given = tagsInText(call.headers["x-amz-tagging"]);
	const wanted = destinations.wantedBy(httpActions(payload));
	const ruleName = call.path("ruleName");
	rules.create(ruleName, payload, call.scope);
	tags.set(rules.get(ruleName).ruleArn, given);
	destinations.provide(wanted, call);
	return {};
}

function replace({ rules, destinations }: Parts, call: ApiCall): Answer {
	const payload = readRulePayload(call);
	const wanted = destinations.wantedBy(httpActions(payload));
	rules.replace(call.path("ruleName"), payload);
	destinations.provide(wanted, call);
	return {};
}

function remove({ rules, tags }: Parts, ruleName: string): Answer {
	const ruleArn = rules.find(ruleName)?.ruleArn;
	rules.delete(ruleName);
	if (ruleArn !== undefined) tags.remove(ruleArn);
	return {};
}

function describe({ ruleArn, createdAt, topicPattern: _, ...rule }: TopicRule): Answer {
	return { ruleArn, rule: { ...rule, createdAt: epochSeconds(createdAt) } };
}

/** `topic`: rules for that topic, or with that topic filter (guessed from its one line in the API reference). */
function list(rules: TopicRules, call: ApiCall): Answer {
	const topic = call.query.string("topic");
	const disabled = call.query.boolean("ruleDisabled");
	const isFor = ({ topicPattern }: TopicRule) =>
		topic === undefined ||
		(topicPattern !== undefined && (topicPattern === topic || filterMatches(topicPattern, topic)));
	const { items, next } = pageByToken(clampedCall(call, 10_000), {
		from: (range) => rules.list(range),
		where: (rule) => isFor(rule) && (disabled === undefined || rule.ruleDisabled === disabled),
		keyOf: ({ ruleName }) => ruleName,
	});
	const rows = items.map(({ ruleArn, ruleName, topicPattern, createdAt, ruleDisabled }) => {
		return { ruleArn, ruleName, topicPattern, createdAt: epochSeconds(createdAt), ruleDisabled };
	});
	return { rules: rows, nextToken: next };
}
