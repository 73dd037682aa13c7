import type { TestableAction } from "./explanation.js";

/** AWS IoT (docs/aws-behaviour.md, "Topics and subscriptions", "Connections"). */
const longestName = 256;
const mostSlashes = 7;
const longestClientId = 128;
/** Last levels of topics below `$aws/` on which AWS answers or tells, and nobody else publishes. */
const told = ["accepted", "rejected", "delta", "documents", "notify", "notify-next"];

/**
 * Why AWS IoT refuses this to everybody, whatever policies say, which its TestAuthorization does not tell; undefined when policies decide, or
 * when it is not known here.
 */
export function impossible(action: TestableAction, name: string): string | undefined {
	if (action === "connect") return clientIdProblem(name);
	if (action === "subscribe") return filterProblem(name);
	if (/[+#\0]/.test(name)) return "a topic holds no +, # or NUL";
	const size = sizeProblem(name.replace(/^\$aws\/rules\/\w{1,128}\//, ""));
	return size ?? (action === "publish" ? reservedProblem(name) : undefined);
}

function clientIdProblem(clientId: string): string | undefined {
	const bytes = Buffer.byteLength(clientId);
	if (bytes > longestClientId) return `the client id has ${bytes} bytes, the limit is ${longestClientId}`;
	return clientId.startsWith("$") ? 'client ids that begin with "$" are reserved' : undefined;
}

function filterProblem(given: string): string | undefined {
	const filter = given.replace(/^\$share\/[^/+#]+\//, "");
	const levels = filter.split("/");
	if (levels.some((level) => level.length > 1 && /[+#]/.test(level))) return "+ and # must fill a whole level";
	if (levels.slice(0, -1).includes("#")) return "# must be the last level";
	return sizeProblem(filter) ?? foreignProblem(filter);
}

function reservedProblem(topic: string): string | undefined {
	if (topic.startsWith("$aws/events/")) return "only AWS itself publishes its events";
	if (topic.startsWith("$aws/rules/")) return undefined;
	if (topic.startsWith("$aws/") && told.includes(topic.split("/").at(-1) ?? "")) {
		return "it is a topic on which AWS answers";
	}
	return foreignProblem(topic);
}

function foreignProblem(name: string): string | undefined {
	return name.startsWith("$") && !name.startsWith("$aws/")
		? "what begins with $ is reserved, and AWS has only $aws/"
		: undefined;
}

function sizeProblem(name: string): string | undefined {
	const bytes = Buffer.byteLength(name);
	if (bytes === 0) return "it is empty";
	if (bytes > longestName) return `it has ${bytes} bytes, the limit is ${longestName}`;
	const slashes = name.split("/").length - 1;
	return slashes > mostSlashes ? `it has ${slashes} slashes, the limit is ${mostSlashes}` : undefined;
}
