/**
 * The topics of a shadow's requests. A will may have one: AWS takes it, passes it to subscribers, and its shadow ignores it
 * (docs/aws-behaviour.md, "Connections"). Any other reserved topic would be an answer or event that looks like AWS's own.
 */
const shadowRequest = /^\$aws\/things\/[^/]+\/shadow\/(name\/[^/]+\/)?(update|get|delete)$/;

/** Of a topic, or of a filter with + in place of the names; a filter with # would also ask for answers, which nobody gives here. */
export function isShadowRequest(topic: string): boolean {
	return shadowRequest.test(topic);
}
