import { generate, type IPublishPacket } from "mqtt-packet";
import type { BrokerParts } from "../broker-parts.js";
import type { PublishedMessage } from "../connections.js";
import type { Message } from "../routing/message.js";
import { isReserved } from "../routing/reserved-router.js";
import type { LastWill, Session } from "../sessions/session.js";
import { acknowledge } from "./acknowledge.js";
import { publishProblem } from "./publish-problem.js";

/** A refused PUBLISH ends the connection: there is no acknowledgement that says no in MQTT 3.1.1. */
export function handlePublish(parts: BrokerParts, session: Session, packet: IPublishPacket): void {
	const { topic, retain, qos, messageId = 0 } = packet;
	const payload = packet.payload as Buffer;
	const refused = publishProblem(parts, session, { topic, payload, retain, qos });
	if (refused !== undefined) {
		session.cut(refused.code === "policy-denied" ? "FORBIDDEN_ACCESS" : "CLIENT_ERROR", refused);
		return;
	}
	const { store, persistent, reserved } = parts;
	if (isReserved(topic)) {
		// For its service alone: no other client ever sees it, unless AWS lets clients subscribe there.
		if (qos === 1) session.connection.send(encodePuback(messageId));
		if (reserved.isShared(topic)) {
			distribute(parts, { topic, payload: Buffer.from(payload), retain: false, qos: qos === 1 ? 1 : 0 }, session);
		}
		reserved.answer(session, { topic, payload, qos: qos === 1 ? 1 : 0 });
		return;
	}
	if (qos === 0) {
		distribute(parts, { topic, payload, retain, qos }, session);
		return;
	}
	// A copy: it is held until all have acknowledged it, and is a view of a whole chunk from the socket.
	distribute(parts, { topic, payload: Buffer.from(payload), retain, qos: 1 }, session);
	const isStored = store.isKept && (retain || !persistent.isEmpty);
	acknowledge(session, isStored ? store : undefined, () => encodePuback(messageId));
}

/** The connection is gone already: a refusal can only be noted. */
export function publishWill(parts: BrokerParts, session: Session, will: LastWill): void {
	const refused = publishProblem(parts, session, { ...will, isWill: true });
	if (refused === undefined) distribute(parts, will, session);
	else session.refuse({ ...refused, reason: `Last will not published: ${refused.reason}` });
}

/** Lets a message in: keeps it where it is to be retained, and brings it to those who subscribed. */
export function distribute(
	{ retained, router, connections, clock }: BrokerParts,
	message: Message,
	from: Pick<PublishedMessage, "clientId" | "principal"> = {},
): void {
	if (message.retain) retained.store(message, clock.now());
	const { clientId, principal } = from;
	const publisher = { ...(clientId !== undefined && { clientId }), ...(principal !== undefined && { principal }) };
	connections.report((listener) => listener.published?.({ ...message, ...publisher }));
	router.publish({ ...message, retain: false });
}

function encodePuback(messageId: number): Buffer {
	return generate({ cmd: "puback", messageId });
}
