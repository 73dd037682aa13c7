/** What a publish below `$aws/things/<thing>/jobs/` asks for. */
export type JobRequestTopic =
	| { readonly operation: "pending"; readonly thingName: string }
	| { readonly operation: "start-next"; readonly thingName: string }
	/** `jobId` may be `$next` where it is to be described. */
	| { readonly operation: "describe" | "update"; readonly thingName: string; readonly jobId: string }
	/** Of no operation: it is answered with InvalidTopic. */
	| { readonly operation: "none"; readonly thingName: string };

const own = /^\$aws\/things\/([^/]+)\/jobs\/(.+)$/;

/** Undefined for what is no topic of jobs. */
export function parseJobTopic(topic: string): JobRequestTopic | undefined {
	const [, thingName, rest] = own.exec(topic) ?? [];
	if (thingName === undefined || rest === undefined) return undefined;
	if (rest === "get") return { operation: "pending", thingName };
	if (rest === "start-next") return { operation: "start-next", thingName };
	const [, jobId, action] = /^([a-zA-Z0-9_-]{1,64}|\$next)\/(get|update)$/.exec(rest) ?? [];
	if (jobId === undefined || (jobId === "$next" && action === "update")) return { operation: "none", thingName };
	return { operation: action === "get" ? "describe" : "update", thingName, jobId };
}

/** Also of a filter that covers topics of jobs with wildcards. */
export function isJobTopic(topic: string): boolean {
	const [root, things, thing, family] = topic.split("/");
	if (root !== "$aws" || things !== "things") return false;
	return thing === "#" || family === "jobs" || family === "+" || family === "#";
}

/** True, or why a device may not publish there. */
export function mayPublishJob(topic: string): true | string {
	if (parseJobTopic(topic) === undefined) return "there is no such reserved topic of jobs";
	if (/\/(accepted|rejected)$/.test(topic)) return "answers are AWS's to publish";
	return /\/jobs\/notify(-next)?$/.test(topic) ? "notifications are AWS's to publish" : true;
}

/** True, or why a device may not subscribe there. Wildcards may cover requests, which nobody receives. */
export function maySubscribeJob(filter: string): true | string {
	if (/[+#]/.test(filter)) return true;
	const topic = parseJobTopic(filter);
	if (topic === undefined) return "there is no such reserved topic of jobs";
	if (topic.operation === "none") return true;
	return `it is a request topic, for publishing only: the answers are on "${filter}/accepted" and "${filter}/rejected"`;
}
