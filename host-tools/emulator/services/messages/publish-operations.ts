import { randomUUID } from "node:crypto";
import { AwsError, invalidRequest } from "../../aws-error.js";
import type { Connections } from "../../broker/connections.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import { messageProperties } from "./message-properties.js";

type Publishing = Pick<Connections, "submit">;

export function publishOperations(connections: Publishing): readonly Operation[] {
	return [
		{
			name: "Publish",
			plane: "iotdata",
			method: "POST",
			path: "/topics/{topic}",
			handle: (call) => publish(connections, call),
		},
	];
}

/** What AWS answers to whoever sent a message. */
export function messageTaken(): { readonly message: string; readonly traceId: string } {
	return { message: "OK", traceId: randomUUID() };
}

function publish(connections: Publishing, call: ApiCall): object {
	const { query, caller, payload } = call;
	const topic = call.path("topic");
	const qos = query.integer("qos") ?? 0;
	const retain = query.boolean("retain") ?? false;
	caller.authorize("iot:Publish", topic);
	if (retain) caller.authorize("iot:RetainPublish", topic);
	if (qos !== 0 && qos !== 1) throw invalidRequest(`qos must be 0 or 1: it is ${qos}`);
	const { principal, certificateId } = caller;
	const properties = messageProperties(call);
	const problem = connections.submit({ topic, payload, qos, retain, properties, principal, certificateId });
	if (problem === undefined) return messageTaken();
	if (problem.code === "retained-full") throw new AwsError("ServiceUnavailableException", problem.reason);
	throw invalidRequest(problem.reason);
}
