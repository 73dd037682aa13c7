import { type ByteReader, malformed, protocolError } from "./byte-reader.js";
import type { ProtocolVersion, PublishPacket } from "./client-packet.js";
import { readProperties } from "./read-properties.js";

/** PUBLISH (MQTT 3.1.1 and MQTT 5, 3.3); `flags` are those of its header. */
export function readPublish(reader: ByteReader, flags: number, version: ProtocolVersion): PublishPacket {
	const qos = (flags >> 1) & 3;
	if (qos === 3) throw malformed("PUBLISH has QoS 3 [MQTT-3.3.1-4]");
	if (qos === 0 && (flags & 8) !== 0) throw malformed("PUBLISH with QoS 0 is marked as a duplicate [MQTT-3.3.1-2]");
	const topic = reader.text();
	const messageId = qos === 0 ? 0 : reader.packetId();
	const { topicAlias, ...properties } = (version === 5 ? readProperties(reader, "publish") : undefined) ?? {};
	if (version === 5 && topic === "" && topicAlias === undefined) {
		throw protocolError("PUBLISH has neither a topic nor an alias");
	}
	return {
		cmd: "publish",
		topic,
		payload: reader.rest(),
		qos: qos as 0 | 1 | 2,
		retain: (flags & 1) !== 0,
		messageId,
		topicAlias,
		properties: version === 5 && Object.keys(properties).length > 0 ? properties : undefined,
	};
}
