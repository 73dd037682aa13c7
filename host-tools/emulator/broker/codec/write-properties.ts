import type { UserProperty } from "../routing/message-properties.js";

/** What a server says in properties, in the order it is written. */
export interface WrittenProperties {
	payloadFormatIndicator?: boolean | undefined;
	messageExpiryInterval?: number | undefined;
	contentType?: string | undefined;
	responseTopic?: string | undefined;
	correlationData?: Buffer | undefined;
	sessionExpiryInterval?: number | undefined;
	assignedClientIdentifier?: string | undefined;
	serverKeepAlive?: number | undefined;
	reasonString?: string | undefined;
	receiveMaximum?: number | undefined;
	topicAliasMaximum?: number | undefined;
	maximumQoS?: number | undefined;
	retainAvailable?: boolean | undefined;
	maximumPacketSize?: number | undefined;
	wildcardSubscriptionAvailable?: boolean | undefined;
	subscriptionIdentifiersAvailable?: boolean | undefined;
	sharedSubscriptionAvailable?: boolean | undefined;
	userProperties?: readonly UserProperty[] | undefined;
}

type Writer = (value: never) => Buffer;

const byte = (value: number | boolean) => Buffer.from([Number(value)]);
const uint16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const uint32 = (value: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};
const binary = (value: Buffer) => Buffer.concat([uint16(value.length), value]);
const text = (value: string) => binary(Buffer.from(value));

/** Identifiers (MQTT 5, 2.2.2.2). */
const table: readonly (readonly [keyof WrittenProperties, id: number, write: Writer])[] = [
	["payloadFormatIndicator", 0x01, byte],
	["messageExpiryInterval", 0x02, uint32],
	["contentType", 0x03, text],
	["responseTopic", 0x08, text],
	["correlationData", 0x09, binary],
	["sessionExpiryInterval", 0x11, uint32],
	["assignedClientIdentifier", 0x12, text],
	["serverKeepAlive", 0x13, uint16],
	["reasonString", 0x1f, text],
	["receiveMaximum", 0x21, uint16],
	["topicAliasMaximum", 0x22, uint16],
	["maximumQoS", 0x24, byte],
	["retainAvailable", 0x25, byte],
	["maximumPacketSize", 0x27, uint32],
	["wildcardSubscriptionAvailable", 0x28, byte],
	["subscriptionIdentifiersAvailable", 0x29, byte],
	["sharedSubscriptionAvailable", 0x2a, byte],
];

const userProperty = Buffer.from([0x26]);
const none = Buffer.from([0]);

/** The properties behind their length. */
export function writeProperties(properties: WrittenProperties | undefined): Buffer {
	if (properties === undefined) return none;
	const parts: Buffer[] = [];
	for (const [name, id, write] of table) {
		const value = properties[name];
		if (value !== undefined) parts.push(Buffer.from([id]), write(value as never));
	}
	for (const [name, value] of properties.userProperties ?? []) parts.push(userProperty, text(name), text(value));
	if (parts.length === 0) return none;
	const body = Buffer.concat(parts);
	return Buffer.concat([variable(body.length), body]);
}

/** A variable byte integer (MQTT 5, 1.5.5). */
export function variable(value: number): Buffer {
	const bytes: number[] = [];
	let left = value;
	do {
		const low = left % 128;
		left = Math.floor(left / 128);
		bytes.push(left > 0 ? low | 0x80 : low);
	} while (left > 0);
	return Buffer.from(bytes);
}
