import { parseRequestTopic } from "../services/provisioning/request-topic.js";
import { hasWildcard } from "./topics.js";

const families = ["$aws/certificates/", "$aws/provisioning-templates/", "$aws/events/"];

/** Why a device may not publish on this `$…` topic, whatever its policy says; undefined when it may. */
export function reservedPublishProblem(topic: string): string | undefined {
	if (!topic.startsWith("$") || parseRequestTopic(topic) !== undefined) return undefined;
	if (topic.startsWith("$aws/events/")) return "$aws/events topics are for subscribing only";
	if (/\/(accepted|rejected)$/.test(topic)) return "answers are AWS's to publish";
	return "it is a reserved topic this emulator does not serve (it has fleet provisioning, no shadows, jobs or rules)";
}

/** Why a device may not subscribe to this `$…` filter, whatever its policy says; undefined when it may. */
export function reservedFilterProblem(filter: string): string | undefined {
	if (!filter.startsWith("$")) return undefined;
	if (parseRequestTopic(filter) !== undefined) {
		return `it is a request topic, for publishing only: the answers are on "${filter}/accepted" and "${filter}/rejected"`;
	}
	const family = families.find((prefix) => filter.startsWith(prefix));
	if (family === undefined) {
		return "it is a reserved topic this emulator does not serve (it has fleet provisioning and lifecycle events, no shadows or jobs)";
	}
	if (family === "$aws/events/" || hasWildcard(filter)) return undefined;
	const request = /^(.*)\/(?:accepted|rejected)$/.exec(filter)?.[1];
	if (request !== undefined && parseRequestTopic(request) !== undefined) return undefined;
	return "there is no such reserved topic: is it spelled as in the documentation of fleet provisioning?";
}

/** True for `$…` topics whose messages go to nobody but the session they are meant for. */
export function isPrivateTopic(topic: string): boolean {
	return topic.startsWith("$") && !topic.startsWith("$aws/events/");
}
