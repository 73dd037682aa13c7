import { type ByteReader, malformed, protocolError } from "./byte-reader.js";
import type { ClientPacket, ProtocolVersion, SubscribePacket, Subscription } from "./client-packet.js";
import { readProperties } from "./read-properties.js";

/** SUBSCRIBE (MQTT 3.1.1 and MQTT 5, 3.8). */
export function readSubscribe(reader: ByteReader, version: ProtocolVersion): SubscribePacket {
	const messageId = reader.packetId();
	const properties = version === 5 ? readProperties(reader, "subscribe") : undefined;
	const subscriptions: Subscription[] = [];
	while (reader.left > 0) subscriptions.push(readSubscription(reader, version));
	if (subscriptions.length === 0) throw protocolError("SUBSCRIBE names no topic filter [MQTT-3.8.3-3]");
	return { cmd: "subscribe", messageId, subscriptions, subscriptionIdentifier: properties?.subscriptionIdentifier };
}

function readSubscription(reader: ByteReader, version: ProtocolVersion): Subscription {
	const topic = reader.text();
	const options = reader.byte();
	const reserved = version === 5 ? 0xc0 : 0xfc;
	if ((options & reserved) !== 0) {
		throw malformed(`SUBSCRIBE has reserved options: bits 7-${version === 5 ? 6 : 2} are 0 [MQTT-3.8.3-4]`);
	}
	const qos = options & 3;
	if (qos === 3) throw malformed("SUBSCRIBE has QoS 3 [MQTT-3.8.3-4]");
	const retainHandling = options >> 4;
	if (retainHandling === 3) throw protocolError("SUBSCRIBE has retain handling 3");
	const noLocal = (options & 4) !== 0;
	if (noLocal && topic.startsWith("$share/")) {
		throw protocolError("A shared subscription has no No Local [MQTT-3.8.3-4]");
	}
	return {
		topic,
		qos: qos as 0 | 1 | 2,
		noLocal,
		retainAsPublished: (options & 8) !== 0,
		retainHandling: retainHandling as 0 | 1 | 2,
	};
}

/** UNSUBSCRIBE (MQTT 3.1.1 and MQTT 5, 3.10). */
export function readUnsubscribe(reader: ByteReader, version: ProtocolVersion): ClientPacket {
	const messageId = reader.packetId();
	if (version === 5) readProperties(reader, "unsubscribe");
	const filters: string[] = [];
	while (reader.left > 0) filters.push(reader.text());
	if (filters.length === 0) throw protocolError("UNSUBSCRIBE names no topic filter [MQTT-3.10.3-2]");
	return { cmd: "unsubscribe", messageId, filters };
}
