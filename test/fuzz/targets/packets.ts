import { generate, type Packet } from "mqtt-packet";
import { ProtocolError } from "../../../host-tools/emulator/broker/codec/protocol-error.js";
import { PacketDecoder } from "../../../host-tools/emulator/broker/connection/packet-decoder.js";
import { PacketFrames } from "../../../host-tools/emulator/broker/connection/packet-frames.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { mutateBytes, oddText } from "../mutate.js";
import type { Random } from "../random.js";
import { refusable } from "../refusals.js";

/** Bytes; as the broker has it. */
const longestPacket = 128 * 1024 + 5;

/** Packets of both versions, cut into chunks anywhere. */
export const packets: FuzzTarget = {
	name: "packets",
	share: 330,
	open: () => ({
		next(random) {
			const version = random.once(2) ? 4 : 5;
			const some = Array.from({ length: 1 + random.few(4) }, (_, at) =>
				at === 0 && !random.once(8) ? connectPacket(random, version) : clientPacket(random, version),
			);
			const bytes = Buffer.concat(some.map((packet) => (random.once(2) ? mutateBytes(random, packet, some) : packet)));
			const cut = random.int(bytes.length + 1);
			return attempt(
				() => `${bytes.toString("hex")} cut at ${cut}`,
				() => feed(bytes, cut),
			);
		},
	}),
};

function feed(bytes: Buffer, cut: number): void {
	const frames = new PacketFrames(longestPacket);
	const decoder = new PacketDecoder();
	for (const chunk of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
		frames.push(chunk);
		const taken = refusable(() => {
			for (let packet = frames.next(); packet !== undefined; packet = frames.next()) decoder.decode(packet);
			return true;
		}, ProtocolError);
		if (taken === undefined) return;
	}
}

const topics = ["a", "a/b", "a/+/c", "#", "$aws/things/t/shadow/update", "$share/g/a/#", "é", ""];

export function connectPacket(random: Random, version: 4 | 5, clientId = `c${random.int(16)}`): Buffer {
	const hasWill = random.once(3);
	const properties = {
		sessionExpiryInterval: random.int(4000),
		receiveMaximum: 1 + random.int(100),
		topicAliasMaximum: random.int(20),
		userProperties: { [oddText(random).slice(0, 50)]: "v" },
	};
	return written({
		cmd: "connect",
		protocolId: "MQTT",
		protocolVersion: version,
		clientId,
		clean: random.once(2),
		keepalive: random.int(2000),
		...(hasWill && {
			will: {
				topic: random.pick(topics) || "w",
				payload: random.bytes(random.few(64)),
				qos: 1,
				retain: random.once(2),
			},
		}),
		...(version === 5 && random.once(2) && { properties }),
	});
}

/** Any packet that clients send. */
export function clientPacket(random: Random, version: 4 | 5): Buffer {
	const messageId = 1 + random.int(20);
	const topic = random.pick(topics);
	switch (random.int(9)) {
		case 0:
		case 1:
		case 2:
			return publishPacket(random, version, topic, random.bytes(random.few(300)));
		case 3:
		case 4:
			return written(
				{
					cmd: "subscribe",
					messageId,
					subscriptions: Array.from({ length: 1 + random.few(9) }, () => ({
						topic: random.pick(topics),
						qos: random.pick([0, 1, 1, 2] as const),
						...(version === 5 && { nl: random.once(3), rap: random.once(3), rh: random.int(3) }),
					})),
					...(version === 5 && random.once(3) && { properties: { subscriptionIdentifier: 1 + random.int(300) } }),
				},
				version,
			);
		case 5:
			return written({ cmd: "unsubscribe", messageId, unsubscriptions: [topic, random.pick(topics)] }, version);
		case 6:
			return written(
				{ cmd: "puback", messageId, ...(version === 5 && { reasonCode: random.pick([0, 16, 128]) }) },
				version,
			);
		case 7:
			return written({ cmd: "pingreq" });
		default:
			return written({ cmd: "disconnect", ...(version === 5 && { reasonCode: random.pick([0, 4, 129]) }) }, version);
	}
}

export function publishPacket(random: Random, version: 4 | 5, topic: string, payload: Buffer): Buffer {
	const properties = {
		messageExpiryInterval: random.int(1000),
		contentType: "application/json",
		responseTopic: "r/t",
		correlationData: random.bytes(random.few(8)),
		userProperties: { a: ["1", "2"] },
		...(random.once(4) && { topicAlias: random.int(12) }),
		...(random.once(4) && { payloadFormatIndicator: random.once(2) }),
	};
	return written(
		{
			cmd: "publish",
			topic,
			payload,
			qos: random.pick([0, 1, 1, 2] as const),
			retain: random.once(4),
			dup: false,
			messageId: 1 + random.int(20),
			...(version === 5 && random.once(2) && { properties }),
		},
		version,
	);
}

/** What the library does not write, because it is no MQTT, is bytes of no meaning. */
function written(packet: object, version?: 4 | 5): Buffer {
	try {
		return generate(packet as Packet, version === undefined ? {} : { protocolVersion: version });
	} catch {
		return Buffer.from([0x30, 2, 0, 0]);
	}
}
