import type { Message } from "../routing/message.js";
import type { ProtocolVersion } from "./client-packet.js";
import { writeProperties } from "./write-properties.js";

/** How one subscriber gets a message. */
export interface Delivery {
	readonly version: ProtocolVersion;
	/** Undefined at QoS 0. */
	readonly messageId: number | undefined;
	readonly dup: boolean;
	/** Whether it is marked as retained. */
	readonly retain: boolean;
	/** Seconds that are left of the message's; undefined for a message without. */
	readonly expiry: number | undefined;
}

interface Encoded {
	readonly message: Message;
	readonly version: ProtocolVersion;
	readonly qos: 0 | 1;
	readonly retain: boolean;
	readonly expiry: number | undefined;
	readonly bytes: Buffer;
}

/** PUBLISH as it is sent to subscribers. What goes to many is encoded once for each version and QoS. */
export class PublishEncoder {
	#last: Encoded | undefined;

	/** The bytes may be somebody else's as well: nobody may change them. */
	encode(message: Message, delivery: Delivery): Buffer {
		const { messageId, dup } = delivery;
		const qos = messageId === undefined ? 0 : 1;
		const known = this.#known(message, delivery, qos);
		if (known !== undefined && messageId === undefined) return known;
		const bytes = known === undefined ? encodePublish(message, delivery, qos) : Buffer.from(known);
		if (messageId !== undefined) {
			const body = bodyAt(bytes);
			bytes.writeUInt16BE(messageId, body + 2 + bytes.readUInt16BE(body));
			bytes[0] = header(qos, delivery.retain, dup);
		}
		const { version, retain, expiry } = delivery;
		this.#last = { message, version, qos, retain, expiry, bytes };
		return bytes;
	}

	#known(message: Message, { version, retain, expiry }: Delivery, qos: 0 | 1): Buffer | undefined {
		const last = this.#last;
		if (last === undefined || last.message !== message) return undefined;
		const isSame = last.version === version && last.qos === qos && last.retain === retain && last.expiry === expiry;
		return isSame ? last.bytes : undefined;
	}
}

function header(qos: 0 | 1, retain: boolean, dup: boolean): number {
	return 0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0);
}

/** Packet id 0 at QoS 1. */
function encodePublish({ topic, payload, properties }: Message, delivery: Delivery, qos: 0 | 1): Buffer {
	const { version, retain, dup, expiry } = delivery;
	const topicBytes = Buffer.byteLength(topic);
	const about =
		version === 5 ? writeProperties(properties && { ...properties, messageExpiryInterval: expiry }) : undefined;
	const length = 2 + topicBytes + 2 * qos + (about?.length ?? 0) + payload.length;
	const bytes = Buffer.allocUnsafe(1 + lengthBytes(length) + length);
	bytes[0] = header(qos, retain, dup);
	let at = writeLength(bytes, length);
	at = bytes.writeUInt16BE(topicBytes, at);
	at += bytes.write(topic, at);
	if (qos === 1) at = bytes.writeUInt16BE(0, at);
	if (about !== undefined) at += about.copy(bytes, at);
	payload.copy(bytes, at);
	return bytes;
}

function lengthBytes(length: number): number {
	if (length < 128) return 1;
	if (length < 16_384) return 2;
	return length < 2_097_152 ? 3 : 4;
}

function writeLength(bytes: Buffer, length: number): number {
	let at = 1;
	let left = length;
	for (; left > 127; left >>>= 7) bytes[at++] = (left & 127) | 128;
	bytes[at++] = left;
	return at;
}

function bodyAt(bytes: Buffer): number {
	let at = 1;
	while ((bytes[at] ?? 0) > 127) at++;
	return at + 1;
}
