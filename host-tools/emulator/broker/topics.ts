import { limits } from "./limits.js";

/** Why AWS would not take this topic of a PUBLISH; undefined when it would. */
export function topicProblem(topic: string): string | undefined {
	if (topic === "") return "the topic is empty";
	if (/[+#\0]/.test(topic)) return "a topic holds no +, # or NUL";
	return sizeProblem(withoutIngestPrefix(topic));
}

/** Basic ingest's `$aws/rules/<rule>/` does not count towards the limits of a topic. */
function withoutIngestPrefix(topic: string): string {
	return topic.startsWith("$aws/rules/") ? topic.replace(/^\$aws\/rules\/\w{1,128}\//, "") : topic;
}

/** Why AWS would not take this topic filter of a SUBSCRIBE; undefined when it would. */
export function filterProblem(filter: string): string | undefined {
	if (filter === "") return "the filter is empty";
	if (filter.startsWith("$share/")) return sharedProblem(filter);
	const size = sizeProblem(filter);
	if (size !== undefined) return size;
	const levels = filter.split("/");
	if (levels.some((level) => level.length > 1 && /[+#]/.test(level))) return "+ and # must fill a whole level";
	if (levels.slice(0, -1).includes("#")) return "# must be the last level";
	return filter.includes("\0") ? "a filter holds no NUL" : undefined;
}

function sharedProblem(filter: string): string | undefined {
	const longest = "$share/".length + limits.shareName + 1 + limits.topic;
	if (Buffer.byteLength(filter) > longest) return `it has more than ${longest} bytes, which is the limit`;
	const shared = parseShared(filter);
	if (shared === undefined) return "a shared subscription is $share/<name>/<filter>";
	if (/[+#]/.test(shared.group)) return "the name of a shared subscription holds no + or #";
	const bytes = Buffer.byteLength(shared.group);
	if (bytes > limits.shareName) {
		return `the name of the shared subscription has ${bytes} bytes, the limit is ${limits.shareName}`;
	}
	return shared.filter.startsWith("$share/")
		? "a shared subscription is of no other one"
		: filterProblem(shared.filter);
}

/** What `$share/<name>/<filter>` consists of; undefined for any other filter. */
export function parseShared(filter: string): { readonly group: string; readonly filter: string } | undefined {
	const [, group, inner] = /^\$share\/([^/]+)\/(.+)$/s.exec(filter) ?? [];
	return group === undefined || inner === undefined ? undefined : { group, filter: inner };
}

function sizeProblem(text: string): string | undefined {
	const bytes = text.length * 3 <= limits.topic ? 0 : Buffer.byteLength(text);
	if (bytes > limits.topic) return `it has ${bytes} bytes, the limit is ${limits.topic}`;
	let slashes = 0;
	for (let at = text.indexOf("/"); at >= 0; at = text.indexOf("/", at + 1)) slashes++;
	if (slashes > limits.slashes) return `it has ${slashes} slashes, the limit is ${limits.slashes}`;
	return undefined;
}

/**
 * MQTT's matching with AWS's two turns: `a/#` does not match `a` (docs/aws-behaviour.md, "Topics and subscriptions"), a
 * leading wildcard matches no `$…` topic.
 */
export function filterMatches(filter: string, topic: string): boolean {
	const filterLevels = filter.split("/");
	const topicLevels = topic.split("/");
	if (topic.startsWith("$") && (filterLevels[0] === "+" || filterLevels[0] === "#")) return false;
	const open = filterLevels.at(-1) === "#";
	const fixed = open ? filterLevels.length - 1 : filterLevels.length;
	if (open ? topicLevels.length <= fixed : topicLevels.length !== fixed) return false;
	return filterLevels.slice(0, fixed).every((level, index) => level === "+" || level === topicLevels[index]);
}

export function hasWildcard(filter: string): boolean {
	return filter.includes("+") || filter.includes("#");
}
