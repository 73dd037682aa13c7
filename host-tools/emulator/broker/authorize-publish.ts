import type { Client, PublishPacket } from "aedes";
import { answerRequest } from "../services/provisioning/provisioning-responder.js";
import { parseRequestTopic } from "../services/provisioning/request-topic.js";
import { limits } from "./limits.js";
import type { Plane } from "./plane.js";
import { publishFirst } from "./publish-first.js";
import { reservedPublishProblem } from "./reserved-topics.js";
import type { Refused, Session } from "./session.js";
import { topicProblem } from "./topics.js";

type Callback = (error?: Error | null) => void;

/**
 * The broker's hook before each PUBLISH and each last will. A refused PUBLISH cuts the connection, and the callback is never
 * called: there must be no acknowledgement. A refused will is not published.
 */
export function authorizePublish(plane: Plane) {
	const storeFirst = plane.isDurable ? publishFirst(plane.broker) : undefined;
	return (client: Client | null, packet: PublishPacket, callback: Callback): void => {
		const session = plane.sessions.of(client);
		if (client === null || session === undefined) callback(new Error("Published outside of a session"));
		else if (client.closed) publishWill(plane, session, packet, callback);
		else if (!session.isCut) publish(client, session, packet, callback);
	};

	function publish(client: Client, session: Session, packet: PublishPacket, callback: Callback): void {
		const refused = refusal(plane, session, packet);
		if (refused !== undefined) {
			session.cut(refused.code === "policy-denied" ? "FORBIDDEN_ACCESS" : "CLIENT_ERROR", refused);
		} else if (packet.topic.charCodeAt(0) === 36) {
			takeRequest(plane, session, packet);
			callback();
		} else if (storeFirst !== undefined && isStored(plane, packet)) {
			storeFirst(packet, client, (error) => {
				if (error) callback(error);
				else plane.store.durable().then(() => callback(), callback);
			});
		} else {
			callback();
		}
	}
}

/** The connection is gone already: a refusal can only be noted. */
function publishWill(plane: Plane, session: Session, will: PublishPacket, callback: Callback): void {
	const refused = refusal(plane, session, will);
	if (refused === undefined) {
		callback();
		return;
	}
	session.refuse({ ...refused, reason: `Last will not published: ${refused.reason}` });
	callback(new Error("Last will refused"));
}

function isStored({ persistence }: Plane, { qos, retain }: PublishPacket): boolean {
	return qos === 1 && (retain || !persistence.sessions.isEmpty);
}

function refusal({ persistence }: Plane, { authorizer }: Session, packet: PublishPacket): Refused | undefined {
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
	const reserved = reservedPublishProblem(topic);
	if (reserved !== undefined)
		return refused("reserved-topic", `Publishing on "${topic}" is refused: ${reserved}`, topic);
	if (!retain) return undefined;
	if (topic.startsWith("$")) return refused("reserved-topic", "Reserved topics take no retained messages", topic);
	if (!authorizer.allows("iot:RetainPublish", topic)) {
		return refused("policy-denied", authorizer.explain("iot:RetainPublish", topic), topic);
	}
	if (persistence.retained.hasRoomFor(topic, Buffer.from(payload))) return undefined;
	return refused("retained-full", "There is no room for another retained message in this emulator", topic, "limits");
}

function refused(code: string, reason: string, topic: string, plane: Refused["plane"] = "publish"): Refused {
	return { plane, code, reason, target: topic.slice(0, 2 * limits.topic) };
}

/** The body is for the service alone: what goes on through the broker is empty. */
function takeRequest(plane: Plane, session: Session, packet: PublishPacket): void {
	const topic = parseRequestTopic(packet.topic);
	if (topic === undefined) return;
	const body = Buffer.from(packet.payload);
	packet.payload = Buffer.alloc(0);
	void answerRequest(plane, session, { topic, name: packet.topic, body, qos: packet.qos });
}
