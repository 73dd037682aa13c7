import { thingTopic } from "../../../../firmware/core/connection/thing-topic.js";
import type { TelemetrySettings } from "../../../../firmware/core/settings/settings.js";
import { thingNamePlaceholder, unknownPlaceholder } from "../../../base/topic-template.js";
import type { ValueProblem } from "./value-problem.js";

type TopicMember = "topic" | "statusTopic";
/** Ends a connection at AWS, or never arrives anywhere. */
type Rule = (topic: string) => readonly [problem: string, next: string] | undefined;

const longestThingName = 128;

const rules: readonly Rule[] = [
	(topic) => {
		const unknown = unknownPlaceholder(topic);
		return unknown === undefined
			? undefined
			: [`holds ${unknown}, which is no placeholder`, `the only one is ${thingNamePlaceholder}, in that spelling`];
	},
	(topic) => (/\p{Cc}/u.test(topic) ? ["holds a line end or another control character", "take it out"] : undefined),
	(topic) =>
		// Basic Ingest is the only reserved topic that takes any message (Developer Guide, "Reserved topics", "Basic Ingest").
		topic.startsWith("$") && !/^\$aws\/rules\/[a-zA-Z0-9_]+\/./.test(topic)
			? ["begins with $, which AWS IoT keeps for itself", "begin with another character, or with $aws/rules/RULE/"]
			: undefined,
];

/** What is wrong with the topics of a device. `thingName` undefined: the template of the cloud names it. */
export function topicProblems(telemetry: TelemetrySettings, thingName: string | undefined): readonly ValueProblem[] {
	return (["topic", "statusTopic"] as const).flatMap((name) => {
		const topic = telemetry[name];
		const broken = rules.map((rule) => rule(topic)).find((one) => one !== undefined);
		if (broken !== undefined) return [{ member: `telemetry.${name}`, problem: broken[0], next: broken[1] }];
		return fits(topic, thingName ?? "t") ? [] : [tooLong(name)];
	});
}

function fits(topic: string, thingName: string): boolean {
	try {
		thingTopic(topic, thingName);
		return true;
	} catch {
		return false;
	}
}

function tooLong(name: TopicMember): ValueProblem {
	return {
		member: `telemetry.${name}`,
		problem: "has more than 256 bytes with the thing's name, which AWS IoT refuses",
		next: `shorten it: a thing's name has up to ${longestThingName} bytes`,
	};
}
