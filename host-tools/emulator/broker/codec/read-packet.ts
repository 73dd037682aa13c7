import { ByteReader, malformed, protocolError } from "./byte-reader.js";
import type { ClientPacket, DisconnectPacket, ProtocolVersion } from "./client-packet.js";
import { readConnect } from "./read-connect.js";
import { readProperties } from "./read-properties.js";
import { readPublish } from "./read-publish.js";
import { readSubscribe, readUnsubscribe } from "./read-subscribe.js";
import { reasonCodes } from "./reason-codes.js";

/** By the number of their type (MQTT 5, 2.1.2). */
const names = [
	"",
	"CONNECT",
	"CONNACK",
	"PUBLISH",
	"PUBACK",
	"PUBREC",
	"PUBREL",
	"PUBCOMP",
	"SUBSCRIBE",
	"SUBACK",
	"UNSUBSCRIBE",
	"UNSUBACK",
	"PINGREQ",
	"PINGRESP",
	"DISCONNECT",
	"AUTH",
] as const;

/**
 * Reads one whole packet. Throws a ProtocolError that says what is wrong with it: what is taken is, byte for byte, what MQTT
 * says of its members. `version`: of the connection; of CONNECT its own.
 */
export function readPacket(bytes: Buffer, version: ProtocolVersion): ClientPacket {
	const header = bytes[0] ?? 0;
	const name = names[header >> 4] ?? "";
	const flags = header & 15;
	let body = 1;
	while ((bytes[body] ?? 0) > 0x7f) body++;
	const reader = new ByteReader(bytes, body + 1, name);
	if (name === "PUBLISH") return readPublish(reader, flags, version);
	refuseFlags(name, flags, version);
	switch (name) {
		case "PUBACK":
			return readPuback(reader, version);
		case "CONNECT":
			return readConnect(reader);
		case "SUBSCRIBE":
			return readSubscribe(reader, version);
		case "UNSUBSCRIBE":
			return readUnsubscribe(reader, version);
		case "PINGREQ":
			reader.end();
			return { cmd: "pingreq" };
		case "DISCONNECT":
			return readDisconnect(reader, version);
		case "":
			throw malformed("Not supported: there is no packet of type 0");
		default:
			throw protocolError(`A client sends no ${name} to AWS IoT`);
	}
}

function refuseFlags(name: string, flags: number, version: ProtocolVersion): void {
	const expected = name === "SUBSCRIBE" || name === "UNSUBSCRIBE" || name === "PUBREL" ? 2 : 0;
	if (flags === expected || name === "") return;
	throw malformed(`${name} is malformed: its header flags are ${flags} [MQTT-2.${version === 5 ? "1.3-1" : "2.2-2"}]`);
}

/** The reason code of a PUBACK is read and not judged: what was not taken is not sent again. */
function readPuback(reader: ByteReader, version: ProtocolVersion): ClientPacket {
	if (version === 4 && reader.left !== 2) throw malformed("PUBACK has two bytes behind its header");
	const messageId = reader.packetId();
	if (reader.left > 0) reader.byte();
	if (reader.left > 0) readProperties(reader, "puback");
	reader.end();
	return { cmd: "puback", messageId };
}

function readDisconnect(reader: ByteReader, version: ProtocolVersion): DisconnectPacket {
	if (version === 4) reader.end();
	const reasonCode = reader.left > 0 ? reader.byte() : reasonCodes.success;
	const properties = reader.left > 0 ? readProperties(reader, "disconnect") : undefined;
	reader.end();
	const isKnown =
		reasonCode === reasonCodes.success || reasonCode === reasonCodes.disconnectWithWill || reasonCode > 0x7f;
	if (!isKnown) throw malformed(`DISCONNECT has the reason code ${reasonCode}, which no client sends`);
	return { cmd: "disconnect", reasonCode, sessionExpiryInterval: properties?.sessionExpiryInterval };
}
