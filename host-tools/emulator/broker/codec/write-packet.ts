import type { ProtocolVersion } from "./client-packet.js";
import { reasonCodes } from "./reason-codes.js";
import { variable, type WrittenProperties, writeProperties } from "./write-properties.js";

/** Of CONNACK (MQTT 3.1.1, 3.2.2.3). */
export const returnCodes = Object.freeze({ accepted: 0, identifierRejected: 2, notAuthorized: 5 });

const pubackHeader = 0x40;

/** MQTT 3.1.1's. */
export function encodeConnack(sessionPresent: boolean, returnCode: number): Buffer {
	return Buffer.from([0x20, 2, Number(sessionPresent), returnCode]);
}

/** MQTT 5's. */
export function encodeConnack5(sessionPresent: boolean, reasonCode: number, properties: WrittenProperties): Buffer {
	return packet(0x20, Buffer.from([Number(sessionPresent), reasonCode]), writeProperties(properties));
}

/** The reason code is MQTT 5's alone, and left out when it is success. */
export function encodePuback(messageId: number, reasonCode: number = reasonCodes.success, reason?: string): Buffer {
	const bytes = Buffer.allocUnsafe(4);
	bytes[0] = pubackHeader;
	bytes[1] = 2;
	bytes.writeUInt16BE(messageId, 2);
	if (reasonCode === reasonCodes.success) return bytes;
	const properties = writeProperties({ reasonString: reason });
	return packet(pubackHeader, bytes.subarray(2), Buffer.from([reasonCode]), properties);
}

/** `codes`: a granted QoS or a refusal for each filter. */
export function encodeSuback(version: ProtocolVersion, messageId: number, codes: readonly number[]): Buffer {
	return acknowledgement(0x90, version, messageId, Buffer.from(codes));
}

/** `codes` are MQTT 5's alone. */
export function encodeUnsuback(version: ProtocolVersion, messageId: number, codes: readonly number[]): Buffer {
	return acknowledgement(0xb0, version, messageId, Buffer.from(version === 5 ? codes : []));
}

/** MQTT 5's: a server of MQTT 3.1.1 sends none. */
export function encodeDisconnect(reasonCode: number, reason?: string): Buffer {
	return packet(0xe0, Buffer.from([reasonCode]), writeProperties({ reasonString: reason }));
}

function acknowledgement(header: number, version: ProtocolVersion, messageId: number, codes: Buffer): Buffer {
	const id = Buffer.from([messageId >> 8, messageId & 255]);
	return version === 5 ? packet(header, id, writeProperties(undefined), codes) : packet(header, id, codes);
}

function packet(header: number, ...parts: readonly Buffer[]): Buffer {
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	return Buffer.concat([Buffer.from([header]), variable(length), ...parts]);
}
