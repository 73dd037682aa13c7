import { setTimeout as delay } from "node:timers/promises";
import type { PublishPacket } from "aedes";
import { limits } from "../../broker/limits.js";
import type { Plane } from "../../broker/plane.js";
import type { Session } from "../../broker/session.js";
import type { JsonObject } from "../../json-value.js";
import { encodeBody } from "./payload-format.js";
import { asRejection, ProvisioningRejection } from "./rejection.js";
import type { RequestTopic } from "./request-topic.js";

export interface PublishedRequest {
	readonly topic: RequestTopic;
	/** The topic as it was published to. */
	readonly name: string;
	readonly body: Uint8Array;
	readonly qos: 0 | 1 | 2;
}

/** Payloads that were addressed to one session and may pass the gate to it. */
const directPayloads = new WeakSet<object>();
/** Answers lost so far, by the data plane that lost them. */
const lost = new WeakMap<Plane, number>();

export function isDirectReply({ topic, payload }: PublishPacket): boolean {
	return topic.charCodeAt(0) === 36 && typeof payload === "object" && directPayloads.has(payload);
}

/** Answers one provisioning request to the session that asked, whether it has subscribed or not. Never rejects. */
export async function answerRequest(plane: Plane, session: Session, request: PublishedRequest): Promise<void> {
	session.requests += 1;
	try {
		const { outcome, body } = await outcomeOf(plane, session, request);
		if (plane.behaviour.replyDelayMs > 0) await delay(plane.behaviour.replyDelayMs, undefined, { ref: false });
		if (!isLost(plane, session, request)) reply(session, request, outcome, body);
	} catch {
		// The answer could not be sent: the connection is gone, and with it whoever asked.
	} finally {
		session.requests -= 1;
	}
}

async function outcomeOf(
	{ provisioning }: Plane,
	session: Session,
	{ topic, name, body }: PublishedRequest,
): Promise<{ outcome: "accepted" | "rejected"; body: JsonObject }> {
	try {
		if (session.requests > limits.provisioningRequests) throw throttled();
		const { clientId, certificate: claim } = session;
		return { outcome: "accepted", body: await provisioning.answer({ topic, body, clientId, claim }) };
	} catch (error) {
		const { statusCode, errorCode, message: errorMessage, journalCode } = asRejection(error);
		const cause = statusCode === 500 && error instanceof Error ? `: ${error.name}` : "";
		const reason = `Rejected with ${statusCode} ${errorCode}: ${errorMessage}${cause}`;
		session.refuse({ plane: "provisioning", code: journalCode, reason, target: name });
		return { outcome: "rejected", body: { statusCode, errorCode, errorMessage } };
	}
}

function throttled(): ProvisioningRejection {
	const message = `More than ${limits.provisioningRequests} requests of this connection are under way`;
	return new ProvisioningRejection(429, "Throttling", message, "throttled");
}

function isLost(plane: Plane, session: Session, { name }: PublishedRequest): boolean {
	const already = lost.get(plane) ?? 0;
	if (already >= plane.behaviour.loseReplies) return false;
	lost.set(plane, already + 1);
	const reason = `The answer was lost on purpose (loseReplies: ${plane.behaviour.loseReplies})`;
	session.refuse({ plane: "provisioning", code: "reply-lost", reason, target: name });
	return true;
}

function reply(session: Session, { topic, name, qos }: PublishedRequest, outcome: string, body: JsonObject): void {
	const { client } = session;
	if (session.isCut || client.closed) return;
	const replyTopic = `${name}/${outcome}`;
	const payload = Buffer.from(encodeBody(topic.format, body));
	directPayloads.add(payload);
	const wanted = Math.min(qos, session.subscribedQos(replyTopic) ?? qos);
	// A persistent session's QoS 1 messages are stored, and this one may hold a private key.
	const sent = wanted === 1 && client.clean ? 1 : 0;
	const packet = { cmd: "publish", topic: replyTopic, payload, qos: sent, retain: false, dup: false } as const;
	client.publish(packet, () => {});
}
