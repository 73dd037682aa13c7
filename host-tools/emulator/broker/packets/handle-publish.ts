import type { BrokerParts } from "../broker-parts.js";
import type { PublishPacket } from "../codec/client-packet.js";
import { reasonCodeOf } from "../codec/reason-codes.js";
import { encodePuback } from "../codec/write-packet.js";
import type { PublishedMessage } from "../connections.js";
import { expiryOf, type Message } from "../routing/message.js";
import { isReserved } from "../routing/reserved-router.js";
import type { Refused } from "../sessions/refused.js";
import type { Session } from "../sessions/session.js";
import type { LastWill } from "../sessions/session-options.js";
import { acknowledge } from "./acknowledge.js";
import { publishProblem } from "./publish-problem.js";

/** Throws a ProtocolError for a topic alias that stands for nothing. */
export function handlePublish(parts: BrokerParts, session: Session, packet: PublishPacket): void {
	const { payload, retain, qos, messageId, topicAlias, properties } = packet;
	const topic = topicAlias === undefined ? packet.topic : session.resolveTopic(topicAlias, packet.topic);
	const refused = publishProblem(parts, session, { topic, payload, retain, qos, properties });
	if (refused !== undefined) {
		refusePublish(session, packet, refused);
		return;
	}
	const { store, persistent, reserved } = parts;
	if (isReserved(topic)) {
		const request = { topic, payload, qos: qos === 1 ? 1 : 0, properties } as const;
		if (reserved.isShared(topic)) publishShared(parts, session, request, messageId);
		else {
			// For its service alone: no other client ever sees it.
			if (qos === 1) session.connection.send(encodePuback(messageId));
			reserved.answer(session, request);
		}
		return;
	}
	if (qos === 0) {
		distribute(parts, { topic, payload, retain, qos, properties }, session);
		return;
	}
	// A copy: it is held until all have acknowledged it, and is a view of a whole chunk from the socket.
	distribute(parts, { topic, payload: Buffer.from(payload), retain, qos: 1, properties }, session);
	const isStored = store.isKept && (retain || !persistent.isEmpty);
	if (isStored) acknowledge(session, store, () => encodePuback(messageId));
	else session.connection.send(encodePuback(messageId));
}

/** MQTT 3.1.1 has no acknowledgement that says no: the connection ends. With MQTT 5 it goes on, where there is an acknowledgement to say it in. */
function refusePublish(session: Session, { qos, messageId }: PublishPacket, refused: Refused): void {
	if (session.protocolVersion === 5 && qos === 1) {
		session.refuse(refused);
		const code = refused.reasonCode ?? reasonCodeOf(refused.code);
		session.connection.send(encodePuback(messageId, code, session.reasonString(refused.reason)));
		return;
	}
	session.cut(refused.code === "policy-denied" ? "FORBIDDEN_ACCESS" : "CLIENT_ERROR", refused);
}

/** A request that subscribers get, too. It is acknowledged once what it changed, for them or in its service, is stored. */
function publishShared(
	parts: BrokerParts,
	session: Session,
	request: Omit<Message, "retain">,
	messageId: number,
): void {
	const { reserved, store } = parts;
	distribute(parts, { ...request, payload: Buffer.from(request.payload), retain: false }, session);
	reserved.answer(session, request);
	if (request.qos === 0) return;
	if (store.isKept) acknowledge(session, store, () => encodePuback(messageId));
	else session.connection.send(encodePuback(messageId));
}

/** The connection is gone already: a refusal can only be noted. */
export function publishWill(parts: BrokerParts, session: Session, { delaySeconds, ...will }: LastWill): void {
	const refused = publishProblem(parts, session, { ...will, isWill: true });
	if (refused === undefined) distribute(parts, will, session);
	else session.refuse({ ...refused, reason: `Last will not published: ${refused.reason}` });
}

/** Lets a message in: keeps it where it is to be retained, and brings it to those who subscribed. */
export function distribute(
	{ retained, router, connections, clock }: BrokerParts,
	published: Message,
	from: Pick<PublishedMessage, "clientId" | "principal"> = {},
): void {
	const expiresAt = expiryOf(published.properties, clock.now());
	const message = expiresAt === undefined ? published : { ...published, expiresAt };
	if (message.retain) retained.store(message);
	const { topic, payload, qos, retain, properties } = published;
	const { clientId, principal } = from;
	const told: PublishedMessage = { topic, payload, qos, retain, properties, clientId, principal };
	connections.report((listener) => listener.published?.(told));
	router.publish(message, clientId);
}
