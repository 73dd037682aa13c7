import type { ClientPacket, ProtocolVersion } from "../codec/client-packet.js";
import { readPacket } from "../codec/read-packet.js";

/** Reads whole packets of one connection, in the version that its CONNECT said. */
export class PacketDecoder {
	#version: ProtocolVersion = 4;

	/** `bytes` is one packet. Throws a ProtocolError that says what is wrong with it. */
	decode(bytes: Buffer): ClientPacket {
		const packet = readPacket(bytes, this.#version);
		if (packet.cmd === "connect") this.#version = packet.protocolVersion;
		return packet;
	}
}
