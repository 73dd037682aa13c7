import { generate } from "mqtt-packet";
import { limits } from "../limits.js";
import type { MessageProperties } from "./message-properties.js";

/** A message on its way through the broker. */
export interface Message {
	readonly topic: string;
	/** At QoS 0 it may be a view of a larger chunk from a socket: copy what is kept. */
	readonly payload: Buffer;
	readonly qos: 0 | 1;
	/** Whether subscribers see it as retained: only what was kept and is delivered on subscribing. */
	readonly retain: boolean;
	readonly properties?: MessageProperties;
}

/** Bytes that a message takes while it is held. */
export function heldBytes({ topic, payload }: Pick<Message, "topic" | "payload">): number {
	return payload.length + topic.length + limits.messageOverhead;
}

/** PUBLISH for a message at QoS 0, or at QoS 1 with the packet id. */
export function encodePublish(
	{ topic, payload, retain }: Message,
	delivery: { messageId: number; dup: boolean } | undefined,
): Buffer {
	if (delivery === undefined) return generate({ cmd: "publish", topic, payload, qos: 0, retain, dup: false });
	const { messageId, dup } = delivery;
	return generate({ cmd: "publish", topic, payload, qos: 1, retain, dup, messageId });
}
