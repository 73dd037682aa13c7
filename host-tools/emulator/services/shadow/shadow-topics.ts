import { TopicShapes } from "../topic-shapes.js";

/** Which shadow: the classic one of a thing, or one of its named ones. */
export interface ShadowName {
	readonly thingName: string;
	/** Undefined for the classic one. */
	readonly shadowName: string | undefined;
}

export type ShadowVerb = "get" | "update" | "delete";

/** What a publish on a shadow's request topic asks for. */
export interface ShadowRequestTopic extends ShadowName {
	readonly verb: ShadowVerb;
}

const request =
	/^\$aws\/things\/(?<thingName>[a-zA-Z0-9:_-]{1,128})\/shadow\/(?:name\/(?<shadowName>[$a-zA-Z0-9:_-]{1,64})\/)?(?<verb>get|update|delete)$/;

export function parseShadowRequest(topic: string): ShadowRequestTopic | undefined {
	const groups = request.exec(topic)?.groups;
	if (groups === undefined) return undefined;
	return {
		thingName: groups.thingName ?? "",
		shadowName: groups.shadowName,
		verb: groups.verb as ShadowVerb,
	};
}

/** What the request topics of a shadow begin with, without the last slash. */
export function shadowPrefix({ thingName, shadowName }: ShadowName): string {
	const classic = `$aws/things/${thingName}/shadow`;
	return shadowName === undefined ? classic : `${classic}/name/${shadowName}`;
}

const verbs = ["get", "update", "delete"];
const answers = [
	...verbs.flatMap((verb) => [`${verb}/accepted`, `${verb}/rejected`]),
	"update/delta",
	"update/documents",
];
const topics = new TopicShapes(
	[...verbs, ...answers].flatMap((stub) => [`$aws/things/*/shadow/${stub}`, `$aws/things/*/shadow/name/*/${stub}`]),
);

/** Whether a topic is below a thing's shadows, or a topic filter may match one that is. */
export function isShadowTopic(topic: string): boolean {
	return /^\$aws\/things\/[^/]+\/shadow(\/|$)/.test(topic) || (/[+#]/.test(topic) && topics.covers(topic));
}

/** True, or why a device may not publish on this topic. */
export function mayPublishOn(topic: string): true | string {
	if (parseShadowRequest(topic) !== undefined) return true;
	return topics.covers(topic) && /\/(accepted|rejected|delta|documents)$/.test(topic)
		? "answers are AWS's to publish"
		: unknown;
}

/** True, or why a device may not subscribe to this filter. Requests may be subscribed to as well. */
export function maySubscribeTo(filter: string): true | string {
	return topics.covers(filter) || unknown;
}

const unknown = "shadows have no such topic: is it spelled as in the documentation of the Device Shadow service?";
