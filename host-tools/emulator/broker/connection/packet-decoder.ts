import {
	generate,
	type IConnectPacket,
	type IPingreqPacket,
	type IPubackPacket,
	type IPublishPacket,
	type ISubscribePacket,
	type IUnsubscribePacket,
	type Packet,
	type Parser,
	parser,
} from "mqtt-packet";
import { ProtocolError } from "./protocol-error.js";

/** What a client of AWS IoT may send; QoS 2 is not among it. */
export type ClientPacket =
	| IConnectPacket
	| IPublishPacket
	| IPubackPacket
	| ISubscribePacket
	| IUnsubscribePacket
	| IPingreqPacket
	| { readonly cmd: "disconnect" };

const clientCommands: ReadonlySet<string> = new Set([
	"connect",
	"publish",
	"puback",
	"subscribe",
	"unsubscribe",
	"pingreq",
	"disconnect",
] satisfies ClientPacket["cmd"][]);

const connectType = 1;
/** Bytes of a PUBACK: fixed header and packet id. */
const pubackBytes = 4;
/** What a decoder puts in the place of bytes that are no UTF-8. */
const replacement = "\ufffd";

/** Reads whole packets of one connection, and refuses what MQTT 3.1.1 forbids and mqtt-packet lets through. */
export class PacketDecoder {
	readonly #parser: Parser;
	#packet: Packet | undefined;
	#error: Error | undefined;

	constructor() {
		this.#parser = parser({ protocolVersion: 4 });
		this.#parser.on("packet", (packet) => {
			this.#packet = packet;
		});
		this.#parser.on("error", (error: Error) => {
			this.#error = error;
		});
	}

	/** `bytes` is one packet. Throws a ProtocolError that says what is wrong with it. */
	decode(bytes: Buffer): ClientPacket {
		refuseOtherVersions(bytes);
		const packet = this.#parse(bytes);
		if (!isClientPacket(packet)) throw malformed(`A client sends no ${packet.cmd.toUpperCase()} to AWS IoT`);
		refuseMalformed(packet, bytes);
		return packet;
	}

	#parse(bytes: Buffer): Packet {
		this.#packet = undefined;
		this.#error = undefined;
		try {
			this.#parser.parse(bytes);
		} catch (error) {
			// Reads behind the end of the packet.
			this.#error = error as Error;
		}
		if (this.#error !== undefined) throw malformed(this.#error.message);
		if (this.#packet === undefined) throw malformed("The packet is shorter than its members");
		return this.#packet;
	}
}

function isClientPacket(packet: Packet): packet is ClientPacket & Packet {
	return clientCommands.has(packet.cmd);
}

function malformed(message: string): ProtocolError {
	return new ProtocolError("protocol-error", message);
}

/** The version of a CONNECT (MQTT 3.1.1, 3.1.2.2), read before anything that means something else in another version. */
function refuseOtherVersions(bytes: Buffer): void {
	if ((bytes[0] ?? 0) >> 4 !== connectType) return;
	let body = 1;
	while ((bytes[body] ?? 0) > 0x7f) body++;
	body += 1;
	if (bytes.length < body + 2) return;
	const version = bytes[body + 2 + bytes.readUInt16BE(body)];
	if (version === undefined || version === 4) return;
	const spoken = version === 3 ? "MQTT 3.1" : version === 5 ? "MQTT 5" : `protocol version ${version}`;
	const reason = `The client speaks ${spoken}: this emulator speaks MQTT 3.1.1 (protocol version 4)`;
	// Version 5 has its own codes, and a length of properties behind them (MQTT 5, 3.2).
	const connack = version === 5 ? [0x20, 3, 0, 0x84, 0] : [0x20, 2, 0, 1];
	throw new ProtocolError("unsupported-protocol-version", reason, Buffer.from(connack));
}

function refuseMalformed(packet: ClientPacket, bytes: Buffer): void {
	if (packet.cmd === "unsubscribe") {
		refuseUnless(packet.unsubscriptions.length > 0, "UNSUBSCRIBE names no topic filter [MQTT-3.10.3-2]");
	}
	if (packet.cmd === "subscribe") {
		refuseUnless(packet.subscriptions.length > 0, "SUBSCRIBE names no topic filter [MQTT-3.8.3-3]");
	}
	if (packet.cmd === "publish") refuseMalformedPublish(packet, bytes);
	else if (packet.cmd === "puback")
		refuseUnless(bytes.length === pubackBytes, "PUBACK has two bytes behind its header");
	else refuseUnlessFaithful(packet, bytes);
	if ("messageId" in packet && packet.messageId !== undefined) {
		refuseUnless(packet.messageId !== 0, `${packet.cmd.toUpperCase()} has packet id 0 [MQTT-2.3.1-1]`);
	}
	refuseUnless(!textsOf(packet).some((text) => text.includes("\0")), "A text holds NUL [MQTT-1.5.3-2]");
	if (packet.cmd === "connect") {
		refuseUnless((packet.will?.qos ?? 0) <= 2, "The will has QoS 3 [MQTT-3.1.2-14]");
	}
}

function refuseMalformedPublish({ qos, dup, topic }: IPublishPacket, bytes: Buffer): void {
	refuseUnless(qos > 0 || !dup, "PUBLISH with QoS 0 is marked as a duplicate [MQTT-3.3.1-2]");
	if (!topic.includes(replacement)) return;
	let body = 1;
	while ((bytes[body] ?? 0) > 0x7f) body++;
	const start = body + 3;
	const raw = bytes.subarray(start, start + bytes.readUInt16BE(start - 2));
	refuseUnless(raw.equals(Buffer.from(topic)), "A topic is no well-formed UTF-8 [MQTT-1.5.3-1]");
}

/** Encoded again, a packet is the same bytes, unless a text of it is ill-formed, a flag contradicts another, or something follows. */
function refuseUnlessFaithful(packet: Exclude<ClientPacket, IPublishPacket | IPubackPacket>, bytes: Buffer): void {
	// mqtt-packet does not encode it: it is refused with a return code of its own.
	if (packet.cmd === "connect" && packet.clientId === "" && !packet.clean) return;
	let again: Buffer | undefined;
	try {
		again = generate(packet as Packet);
	} catch (error) {
		throw malformed((error as Error).message);
	}
	const reason =
		"it is not what its members say (ill-formed UTF-8, flags that contradict each other, or bytes behind its end)";
	refuseUnless(again.equals(bytes), `${packet.cmd.toUpperCase()} is malformed: ${reason}`);
}

function textsOf(packet: ClientPacket): string[] {
	switch (packet.cmd) {
		case "connect":
			return [packet.clientId, packet.will?.topic ?? "", String(packet.username ?? "")];
		case "publish":
			return [packet.topic];
		case "subscribe":
			return packet.subscriptions.map(({ topic }) => topic);
		case "unsubscribe":
			return packet.unsubscriptions;
		default:
			return [];
	}
}

function refuseUnless(holds: boolean, reason: string): void {
	if (!holds) throw malformed(reason);
}
