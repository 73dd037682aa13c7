import { Text } from "./resource.js";

/** What AWS IoT puts in when a policy is evaluated. */
export const ownName = "${iot:Connection.Thing.ThingName}";

/** `arn:…:iot:…:` and `resource`, e.g. `topic/x`. */
export function iotArn(resource: string): Text {
	return new Text([
		"arn:",
		{ pseudo: "partition" },
		":iot:",
		{ pseudo: "region" },
		":",
		{ pseudo: "accountId" },
		`:${resource}`,
	]);
}

export const topics = (...names: readonly string[]) => names.map((name) => iotArn(`topic/${name}`));

export const topicFilters = (...names: readonly string[]) => names.map((name) => iotArn(`topicfilter/${name}`));
