export type CommandFormat = "json" | "cbor";

/** What a device publishes: how an execution went. */
export interface ResponseTopic {
	/** `things` or `clients`, as the target was named. */
	readonly devices: "things" | "clients";
	readonly deviceId: string;
	readonly executionId: string;
	readonly format: CommandFormat;
}

const response =
	/^\$aws\/commands\/(?<devices>things|clients)\/(?<deviceId>[^/]+)\/executions\/(?<executionId>[^/]+)\/response\/(?<format>json|cbor)$/;

export function parseResponseTopic(topic: string): ResponseTopic | undefined {
	return response.exec(topic)?.groups as ResponseTopic | undefined;
}

/** Where a device gets the command: payloads that are neither JSON nor CBOR have no format at the end. */
export function requestTopic(
	{ devices, deviceId }: Pick<ResponseTopic, "devices" | "deviceId">,
	executionId: string,
	contentType: string,
): string {
	const format = formatOf(contentType);
	const topic = `$aws/commands/${devices}/${deviceId}/executions/${executionId}/request`;
	return format === undefined ? topic : `${topic}/${format}`;
}

function formatOf(contentType: string): CommandFormat | undefined {
	const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
	if (type === "application/json" || type.endsWith("+json")) return "json";
	return type === "application/cbor" ? "cbor" : undefined;
}

export function answerTopic(topic: ResponseTopic, outcome: "accepted" | "rejected"): string {
	const { devices, deviceId, executionId, format } = topic;
	return `$aws/commands/${devices}/${deviceId}/executions/${executionId}/response/${outcome}/${format}`;
}

export function isCommandTopic(topic: string): boolean {
	return topic.startsWith("$aws/commands/");
}

/** True, or why a device may not publish there. */
export function mayPublishCommand(topic: string): true | string {
	if (parseResponseTopic(topic) !== undefined) return true;
	if (/\/request(\/[a-z]+)?$/.test(topic)) return "commands are AWS's to send: StartCommandExecution does";
	return "there is no such reserved topic of commands: a device answers on …/executions/<id>/response/json or …/cbor";
}

/** True, or why a device may not subscribe there. */
export function maySubscribeCommand(filter: string): true | string {
	if (parseResponseTopic(filter) === undefined) return true;
	return "it is a topic for publishing only: the answers are on …/response/accepted/… and …/response/rejected/…";
}
