import type { Client, PublishPacket } from "aedes";
import type { Store } from "../store/store.js";
import type { BrokerPersistence } from "./broker-persistence.js";
import type { ClientPublish } from "./client-publish.js";
import { limits } from "./limits.js";
import { isReserved, type ReservedRouter } from "./reserved-router.js";
import type { Refused, Session } from "./session.js";
import type { SessionTable } from "./session-table.js";
import { topicProblem } from "./topics.js";

type Callback = (error?: Error | null) => void;

export interface PublishParts {
	readonly sessions: SessionTable;
	readonly reserved: ReservedRouter;
	readonly persistence: BrokerPersistence;
	readonly clientPublish: ClientPublish;
	/** Where messages are kept: what is acknowledged must be in it. */
	readonly store: Store;
}

/**
 * The broker's hook before each PUBLISH and each last will. A refused PUBLISH cuts the connection, and the callback is never
 * called: there must be no acknowledgement. A refused will is not published.
 */
export function authorizePublish(parts: PublishParts) {
	return (client: Client | null, packet: PublishPacket, callback: Callback): void => {
		const session = parts.sessions.of(client);
		if (client === null || session === undefined) callback(new Error("Published outside of a session"));
		else if (client.closed) publishWill(parts, session, packet, callback);
		else if (!session.isCut) publish(parts, session, packet, callback);
	};
}

function publish(parts: PublishParts, session: Session, packet: PublishPacket, callback: Callback): void {
	const { reserved, clientPublish, store } = parts;
	const refused = refusal(parts, session, packet);
	if (refused !== undefined) {
		session.cut(refused.code === "policy-denied" ? "FORBIDDEN_ACCESS" : "CLIENT_ERROR", refused);
	} else if (isReserved(packet.topic)) {
		// For its service alone: no other client ever sees it.
		clientPublish.withhold(packet);
		callback();
		reserved.answer(session, packet);
	} else if (isStored(parts, packet)) {
		clientPublish.publishFirst(packet, session.client, (error) => {
			if (error) callback(error);
			else store.durable().then(() => callback(), callback);
		});
	} else {
		callback();
	}
}

/** The connection is gone already: a refusal can only be noted. */
function publishWill(parts: PublishParts, session: Session, will: PublishPacket, callback: Callback): void {
	const refused = refusal(parts, session, will);
	if (refused === undefined) {
		callback();
		return;
	}
	session.refuse({ ...refused, reason: `Last will not published: ${refused.reason}` });
	callback(new Error("Last will refused"));
}

function isStored({ persistence, store }: PublishParts, { qos, retain }: PublishPacket): boolean {
	return store.isKept && qos === 1 && (retain || !persistence.sessions.isEmpty);
}

function refusal(parts: PublishParts, { authorizer }: Session, packet: PublishPacket): Refused | undefined {
	const { topic, qos, retain, payload } = packet;
	const problem = topicProblem(topic);
	if (problem !== undefined) return refused("topic-rejected", `Topic refused: ${problem}`, topic, "limits");
	if (!authorizer.allows("iot:Publish", topic)) {
		return refused("policy-denied", authorizer.explain("iot:Publish", topic), topic);
	}
	if (qos === 2) return refused("qos-2", "AWS IoT has no QoS 2: publish with QoS 0 or 1", topic, "limits");
	if (payload.length > limits.payload) {
		const reason = `The payload has ${payload.length} bytes: the limit is ${limits.payload}`;
		return refused("payload-too-large", reason, topic, "limits");
	}
	const reserved = parts.reserved.publishProblem(topic);
	if (reserved !== undefined)
		return refused("reserved-topic", `Publishing on "${topic}" is refused: ${reserved}`, topic);
	if (!retain) return undefined;
	if (isReserved(topic)) return refused("reserved-topic", "Reserved topics take no retained messages", topic);
	if (!authorizer.allows("iot:RetainPublish", topic)) {
		return refused("policy-denied", authorizer.explain("iot:RetainPublish", topic), topic);
	}
	if (parts.persistence.retained.hasRoomFor(topic, Buffer.from(payload))) return undefined;
	return refused("retained-full", "There is no room for another retained message in this emulator", topic, "limits");
}

function refused(code: string, reason: string, topic: string, plane: Refused["plane"] = "publish"): Refused {
	return { plane, code, reason, target: topic.slice(0, 2 * limits.topic) };
}
