import { randomUUID } from "node:crypto";
import { AwsError, invalidRequest } from "../../aws-error.js";
import type { Connections } from "../../broker/connections.js";
import { limits } from "../../broker/limits.js";
import { topicProblem } from "../../broker/topics.js";
import type { EmulatorClock } from "../../clock.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import { clientIdIn } from "./client-id.js";
import { unknown } from "./connection-operations.js";
import { messageProperties } from "./message-properties.js";
import { messageTaken } from "./publish-operations.js";

/** Seconds. */
const longestTimeout = 15;
const usualTimeout = 5;

interface Parts {
	readonly clock: EmulatorClock;
	readonly connections: Pick<Connections, "deliverTo">;
}

export function directMessageOperations(parts: Parts): readonly Operation[] {
	return [
		{
			name: "SendDirectMessage",
			plane: "iotdata",
			method: "POST",
			path: "/connections/{clientId}/messages",
			handle: (call) => sendDirectMessage(parts, call),
		},
	];
}

async function sendDirectMessage({ clock, connections }: Parts, call: ApiCall): Promise<object> {
	const { query, payload } = call;
	const clientId = clientIdIn(call);
	const topic = query.requiredString("topic");
	const isConfirmed = query.boolean("confirmation") ?? false;
	const timeout = query.integer("timeout") ?? usualTimeout;
	call.caller.authorize("iot:SendDirectMessage", clientId);
	checkMessage(topic, payload);
	if (isConfirmed && (timeout < 1 || timeout > longestTimeout)) {
		throw invalidRequest(`timeout must be 1 to ${longestTimeout} seconds: it is ${timeout}`);
	}
	const properties = messageProperties(call);
	const delivery = connections.deliverTo(clientId, { topic, payload, qos: isConfirmed ? 1 : 0, properties });
	if (delivery === "not-connected") throw unknown(clientId);
	if (delivery === "denied") {
		throw new AwsError("ForbiddenException", "Forbidden", { traceId: randomUUID() });
	}
	if (isConfirmed) await within(clock, timeout, delivery.acknowledged);
	return messageTaken();
}

function checkMessage(topic: string, payload: Buffer): void {
	const problem = topic.startsWith("$") ? "it is a reserved topic" : topicProblem(topic);
	if (problem !== undefined) throw invalidRequest(`topic is refused: ${problem}`);
	if (payload.length <= limits.payload) return;
	const message = `The payload has ${payload.length} bytes: the limit is ${limits.payload}`;
	throw new AwsError("RequestEntityTooLargeException", message);
}

/** Rejects with GatewayTimeoutException when the client does not acknowledge in so many seconds. */
function within(clock: EmulatorClock, seconds: number, acknowledged: Promise<void>): Promise<void> {
	return new Promise((resolve, reject) => {
		const cancel = clock.at(clock.now() + seconds * 1000, () => {
			reject(new AwsError("GatewayTimeoutException", `The client did not acknowledge the message within ${seconds} s`));
		});
		void acknowledged.then(() => {
			cancel();
			resolve();
		});
	});
}
