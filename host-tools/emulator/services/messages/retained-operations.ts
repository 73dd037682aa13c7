import { notFound } from "../../aws-error.js";
import type { Connections } from "../../broker/connections.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { userPropertiesBlob } from "./message-properties.js";

type Retaining = Pick<Connections, "retained">;

/** 200 is documented as the largest; as the usual it is a guess. */
const pageSize = { largest: 200, usual: 200 };

export function retainedOperations(connections: Retaining): readonly Operation[] {
	return [
		{
			name: "GetRetainedMessage",
			plane: "iotdata",
			method: "GET",
			path: "/retainedMessage/{topic}",
			handle: (call) => getRetainedMessage(connections, call),
		},
		{
			name: "ListRetainedMessages",
			plane: "iotdata",
			method: "GET",
			path: "/retainedMessage",
			handle: (call) => listRetainedMessages(connections, call),
		},
	];
}

function getRetainedMessage({ retained }: Retaining, { path, caller }: ApiCall): object {
	const topic = path("topic");
	caller.authorize("iot:GetRetainedMessage", topic);
	const message = retained.get(topic);
	if (message === undefined) throw notFound(`No retained message found for topic: ${topic.slice(0, 256)}`);
	const { payload, qos, lastModified, properties = {} } = message;
	const userProperties = userPropertiesBlob(properties);
	return {
		topic,
		payload: payload.toString("base64"),
		qos,
		lastModifiedTime: lastModified,
		...(userProperties !== undefined && { userProperties }),
	};
}

function listRetainedMessages({ retained }: Retaining, call: ApiCall): object {
	call.caller.authorize("iot:ListRetainedMessages", "*");
	const sorted = { from: retained.list, keyOf: ({ topic }: { readonly topic: string }) => topic };
	const { items, next } = pageByToken(call, sorted, pageSize);
	return {
		retainedTopics: items.map(({ topic, payload, qos, lastModified }) => ({
			topic,
			payloadSize: payload.length,
			qos,
			lastModifiedTime: lastModified,
		})),
		...(next !== undefined && { nextToken: next }),
	};
}
