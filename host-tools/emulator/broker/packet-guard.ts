import type { Client } from "aedes";
import { limits } from "./limits.js";

export interface ParsedPacket {
	readonly cmd: string;
	readonly subscriptions?: readonly { readonly topic: string }[];
}

/** The part of aedes 1.2's client that has no public counterpart: its packet parser. */
interface ClientWithParser {
	readonly _parser: {
		parse(chunk: Buffer): number;
		readonly packet: { readonly length: number };
		listeners(event: "packet"): ((packet: ParsedPacket) => void)[];
		removeAllListeners(event: "packet"): void;
		on(event: "packet", listener: (packet: ParsedPacket) => void): void;
	};
}

export interface PacketGuard {
	/** False when nothing more of this client is to be read. */
	isOpen(): boolean;
	/** Sees packets other than PUBLISH and PUBACK before the broker does. */
	onPacket(packet: ParsedPacket): void;
	/** A packet announced itself as larger than any may be. */
	onOversize(bytes: number): void;
	/** Parser or broker threw while reading: a bug met by unusual bytes. */
	onFailure(error: Error): void;
}

function isUneventful(cmd: string): boolean {
	return cmd === "publish" || cmd === "puback";
}

/** Stands between socket and parser, so that no bytes a client sends can reach further than its own connection. */
export function guardPackets(client: Client, guard: PacketGuard): void {
	const parser = (client as unknown as ClientWithParser)._parser;
	const parse = parser.parse.bind(parser);
	parser.parse = (chunk) => {
		if (!guard.isOpen()) return 0;
		try {
			const rest = parse(chunk);
			// The length is known from the first bytes: nobody makes us collect the rest.
			if (parser.packet.length > limits.packet) guard.onOversize(parser.packet.length);
			return rest;
		} catch (error) {
			guard.onFailure(error instanceof Error ? error : new Error("not an Error was thrown"));
			return 0;
		}
	};
	const [handle] = parser.listeners("packet");
	if (handle === undefined) throw new Error("The MQTT parser has no listener: is this aedes 1.2?");
	// One listener instead of two: an emitter copies its list for each event that has several.
	parser.removeAllListeners("packet");
	parser.on("packet", (packet) => {
		if (!isUneventful(packet.cmd)) guard.onPacket(packet);
		handle.call(parser, packet);
	});
}
