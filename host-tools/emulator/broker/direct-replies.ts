import type { PublishPacket } from "aedes";
import type { Session } from "./session.js";

export interface DirectReply {
	readonly topic: string;
	readonly payload: Uint8Array;
	/** Of the request: the reply has no higher one. */
	readonly qos: 0 | 1 | 2;
}

/** Messages to one connection, whether it has subscribed or not. */
export class DirectReplies {
	/** A payload is the part of a message that stays the same object on its way through aedes. */
	readonly #payloads = new WeakSet<object>();

	/** True for a message that was sent here: it passes the gate to its client without a policy. */
	isDirect({ topic, payload }: PublishPacket): boolean {
		return topic.charCodeAt(0) === 36 && typeof payload === "object" && this.#payloads.has(payload);
	}

	/** Does nothing once the connection is gone, and with it whoever asked. */
	send(session: Session, { topic, payload: bytes, qos }: DirectReply): void {
		const { client } = session;
		if (session.isCut || client.closed) return;
		const payload = Buffer.from(bytes);
		this.#payloads.add(payload);
		const wanted = Math.min(qos, session.subscribedQos(topic) ?? qos);
		// A persistent session's QoS 1 messages are stored, and this one may hold a private key.
		const sent = wanted === 1 && client.clean ? 1 : 0;
		const packet = { cmd: "publish", topic, payload, qos: sent, retain: false, dup: false } as const;
		client.publish(packet, () => {});
	}
}
