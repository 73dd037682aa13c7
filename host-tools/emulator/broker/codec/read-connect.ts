import { type ByteReader, malformed, protocolError } from "./byte-reader.js";
import type { ConnectPacket, ProtocolVersion, WillPacket } from "./client-packet.js";
import { ProtocolError } from "./protocol-error.js";
import { readProperties } from "./read-properties.js";
import { reasonCodes } from "./reason-codes.js";

const flag = Object.freeze({ reserved: 0x01, clean: 0x02, will: 0x04, willRetain: 0x20, password: 0x40, user: 0x80 });

/** CONNECT (MQTT 3.1.1 and MQTT 5, 3.1). */
export function readConnect(reader: ByteReader): ConnectPacket {
	const protocolVersion = readVersion(reader);
	const flags = reader.byte();
	refuseContradictions(flags, protocolVersion);
	const keepAlive = reader.uint16();
	const properties = protocolVersion === 5 ? readProperties(reader, "connect") : undefined;
	if (properties?.authenticationData !== undefined && properties.authenticationMethod === undefined) {
		throw protocolError("CONNECT has authentication data without a method");
	}
	const clientId = reader.text();
	const will = (flags & flag.will) === 0 ? undefined : readWill(reader, flags, protocolVersion);
	const username = (flags & flag.user) === 0 ? undefined : reader.text();
	const password = (flags & flag.password) === 0 ? undefined : reader.binary();
	reader.end();
	const clean = (flags & flag.clean) !== 0;
	const who = { clientId, username, password };
	return { cmd: "connect", protocolVersion, ...who, clean, keepAlive, will, properties: properties ?? {} };
}

/** Read before anything that means something else in another version. */
function readVersion(reader: ByteReader): ProtocolVersion {
	const name = reader.text();
	if (name !== "MQTT" && name !== "MQIsdp") throw malformed("Invalid protocolId: it is not MQTT");
	const version = reader.byte();
	if (name === "MQTT" && (version === 4 || version === 5)) return version;
	const spoken = version === 3 ? "MQTT 3.1" : `protocol version ${version}`;
	const reason = `The client speaks ${spoken}: this emulator speaks MQTT 3.1.1 and MQTT 5 (protocol versions 4 and 5)`;
	const answer = Buffer.from([0x20, 2, 0, 1]);
	throw new ProtocolError("unsupported-protocol-version", reason, reasonCodes.unsupportedProtocolVersion, answer);
}

function refuseContradictions(flags: number, version: ProtocolVersion): void {
	if ((flags & flag.reserved) !== 0) throw malformed("Connect flag bit 0 is set [MQTT-3.1.2-3]");
	const hasWill = (flags & flag.will) !== 0;
	if (!hasWill && willQos(flags) !== 0) throw malformed("Will QoS is set without a will [MQTT-3.1.2-13]");
	if (!hasWill && (flags & flag.willRetain) !== 0) throw malformed("Will Retain is set without a will [MQTT-3.1.2-15]");
	if (willQos(flags) === 3) throw malformed("The will has QoS 3 [MQTT-3.1.2-14]");
	if (version === 4 && (flags & flag.password) !== 0 && (flags & flag.user) === 0) {
		throw malformed("CONNECT has a password without a username [MQTT-3.1.2-22]");
	}
}

function readWill(reader: ByteReader, flags: number, version: ProtocolVersion): WillPacket {
	const properties = version === 5 ? readProperties(reader, "will") : undefined;
	const topic = reader.text();
	const payload = reader.binary();
	return { topic, payload, qos: willQos(flags) as 0 | 1 | 2, retain: (flags & flag.willRetain) !== 0, properties };
}

function willQos(flags: number): number {
	return (flags >> 3) & 3;
}
