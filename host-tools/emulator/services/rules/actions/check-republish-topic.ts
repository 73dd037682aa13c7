import { invalidRequest, quote } from "../../../aws-error.js";
import { topicProblem } from "../../../broker/topics.js";
import { isJsonObject, type JsonObject } from "../../../json-value.js";
import type { SqlVersion } from "../sql/ast.js";
import { parseTemplate } from "../sql/template.js";

/** What is known of a topic whatever the message: throws InvalidRequestException when nobody can publish there. */
export function checkRepublishTopic(
	{ republish }: JsonObject,
	version: SqlVersion,
	variables: readonly string[],
): void {
	if (!isJsonObject(republish) || typeof republish.topic !== "string") return;
	const { topic } = republish;
	const literals = parseTemplate(topic, version, variables).filter((part) => typeof part === "string");
	const problem = literals.join("") === topic ? topicProblem(reserved(topic)) : wildcardProblem(literals.join(""));
	if (problem !== undefined)
		throw invalidRequest(`The topic ${quote(topic)} of a republish action is refused: ${problem}`);
}

/** `$$aws/…` is how a template writes `$aws/…`. */
export function reserved(topic: string): string {
	return topic.replace(/^\$\$/, "$");
}

/** How long it is, and how many levels it has, is seen when it is filled. */
function wildcardProblem(literals: string): string | undefined {
	return /[+#\0]/.test(literals) ? topicProblem(literals) : undefined;
}
