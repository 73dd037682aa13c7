import { limits } from "../limits.js";
import { type MessageProperties, propertyBytes } from "./message-properties.js";

/** A message on its way through the broker. */
export interface Message {
	readonly topic: string;
	/** At QoS 0 it may be a view of a larger chunk from a socket: copy what is kept. */
	readonly payload: Buffer;
	readonly qos: 0 | 1;
	/** Whether subscribers see it as retained: what was kept and is delivered on subscribing, and where they ask to see what the publisher said. */
	readonly retain: boolean;
	readonly properties?: MessageProperties | undefined;
	/** ms, emulator time; it reaches nobody from then on. */
	readonly expiresAt?: number;
}

/** Bytes that a message takes while it is held. */
export function heldBytes({ topic, payload, properties }: Pick<Message, "topic" | "payload" | "properties">): number {
	return payload.length + topic.length + propertyBytes(properties) + limits.messageOverhead;
}

/** When a message that is published `now` (ms) expires; undefined when it does not. */
export function expiryOf(properties: MessageProperties | undefined, now: number): number | undefined {
	const seconds = properties?.messageExpiryInterval ?? 0;
	return seconds === 0 ? undefined : now + 1000 * Math.min(seconds, limits.messageExpiry);
}
