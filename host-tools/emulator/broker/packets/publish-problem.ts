import type { SessionAuthorizer } from "../../policy/session-authorizer.js";
import type { BrokerParts } from "../broker-parts.js";
import { limits } from "../limits.js";
import type { MessageProperties } from "../routing/message-properties.js";
import type { Refused } from "../sessions/refused.js";
import { topicProblem } from "../topics.js";
import { retainProblem } from "./impossible.js";

interface Publication {
	readonly topic: string;
	readonly payload: Buffer;
	readonly qos: number;
	readonly retain: boolean;
	readonly properties?: MessageProperties | undefined;
	/** A last will goes to subscribers only: no service takes it for a request, so its topic may be reserved. */
	readonly isWill?: boolean;
}

/** Who publishes: a session, or whoever asked over HTTP and has been authorised there. */
export interface Publisher {
	readonly authorizer: Pick<SessionAuthorizer, "allows" | "explain">;
}

/** Why a session may not publish this now; undefined when it may. */
export function publishProblem(parts: BrokerParts, session: Publisher, publication: Publication): Refused | undefined {
	const { topic, qos, retain, payload, isWill } = publication;
	const problem = topicProblem(topic);
	if (problem !== undefined) return refused("topic-rejected", `Topic refused: ${problem}`, topic, "limits");
	// Before the policy, which could not help.
	const reserved = isWill ? undefined : parts.reserved.publishProblem(topic);
	if (reserved !== undefined) {
		return refused("reserved-topic", `Publishing on "${topic}" is refused: ${reserved}`, topic);
	}
	const denied = denial(session, "iot:Publish", topic);
	if (denied !== undefined) return denied;
	if (qos === 2) return refused("qos-2", "AWS IoT has no QoS 2: publish with QoS 0 or 1", topic, "limits");
	if (payload.length > limits.payload) {
		const reason = `The payload has ${payload.length} bytes: the limit is ${limits.payload}`;
		return refused("payload-too-large", reason, topic, "limits");
	}
	return retain ? retainedProblem(parts, session, publication) : undefined;
}

function retainedProblem({ retained }: BrokerParts, session: Publisher, { topic, payload, properties }: Publication) {
	const problem = retainProblem(topic);
	if (problem !== undefined) return refused("reserved-topic", `Retaining is refused: ${problem}`, topic);
	const denied = denial(session, "iot:RetainPublish", topic);
	if (denied !== undefined) return denied;
	if (retained.hasRoomFor(topic, payload, properties)) return undefined;
	return refused("retained-full", "There is no room for another retained message in this emulator", topic, "limits");
}

function denial({ authorizer }: Publisher, action: "iot:Publish" | "iot:RetainPublish", topic: string) {
	return authorizer.allows(action, topic)
		? undefined
		: refused("policy-denied", authorizer.explain(action, topic), topic);
}

function refused(code: string, reason: string, topic: string, plane: Refused["plane"] = "publish"): Refused {
	return { plane, code, reason, target: topic.slice(0, 2 * limits.topic) };
}
