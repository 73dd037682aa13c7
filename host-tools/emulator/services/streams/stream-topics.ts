import { TopicShapes } from "../topic-shapes.js";

/** The last level of a topic; the format of requests and of their answers. */
export type StreamFormat = "json" | "cbor";

/** What a publish on one of the two request topics asks for. */
export interface StreamRequestTopic {
	readonly thingName: string;
	/** May be no id that a stream can have. */
	readonly streamId: string;
	readonly verb: "describe" | "get";
	readonly format: StreamFormat;
}

const request =
	/^\$aws\/things\/(?<thingName>[a-zA-Z0-9:_-]{1,128})\/streams\/(?<streamId>[^/+#]+)\/(?<verb>describe|get)\/(?<format>json|cbor)$/;

export function parseStreamRequest(topic: string): StreamRequestTopic | undefined {
	const groups = request.exec(topic)?.groups;
	if (groups === undefined) return undefined;
	return {
		thingName: groups.thingName ?? "",
		streamId: groups.streamId ?? "",
		verb: groups.verb as StreamRequestTopic["verb"],
		format: groups.format as StreamFormat,
	};
}

/** Where answers go. */
export function answerTopic(
	{ thingName, streamId, format }: StreamRequestTopic,
	kind: "description" | "data" | "rejected",
): string {
	return `$aws/things/${thingName}/streams/${streamId}/${kind}/${format}`;
}

const answers = new TopicShapes(
	["description", "data", "rejected"].flatMap((kind) =>
		["json", "cbor"].map((format) => `$aws/things/*/streams/*/${kind}/${format}`),
	),
);

export function isStreamTopic(topic: string): boolean {
	return /^\$aws\/things\/[^/]+\/streams(\/|$)/.test(topic);
}

/** True, or why a device may not publish on this topic. */
export function mayPublishOn(topic: string): true | string {
	if (parseStreamRequest(topic) !== undefined) return true;
	return answers.covers(topic) ? "answers are AWS's to publish" : unknown;
}

/** True, or why a device may not subscribe to this filter. */
export function maySubscribeTo(filter: string): true | string {
	if (answers.covers(filter)) return true;
	if (parseStreamRequest(filter) === undefined) return unknown;
	return "it is a request topic, for publishing only: answers are on …/description, …/data and …/rejected";
}

const unknown = "streams have no such topic: is it spelled as in the documentation of MQTT-based file delivery?";
