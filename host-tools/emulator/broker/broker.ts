import type { Behaviour } from "../behaviour.js";
import type { Pki } from "../pki/pki.js";
import type { ByteStream } from "./connection/byte-stream.js";
import { type Peer, peerOf } from "./connection/peer.js";
import { limits } from "./limits.js";
import { MessageBroker, type MessageBrokerOptions } from "./message-broker.js";
import { listen } from "./tls/listener.js";

export interface BrokerOptions extends Omit<MessageBrokerOptions, "behaviour"> {
	readonly listen: {
		/** Address to bind to. */
		readonly host: string;
		/** 0 picks a free port. */
		readonly port: number;
		readonly pki: Pki;
		/** Clients at a time: `limits.connections` unless told otherwise. */
		readonly maxConnections?: number | undefined;
	};
	readonly behaviour: Required<Behaviour>;
}

export interface Broker {
	readonly port: number;
	/** Takes a client that came another way. */
	accept(stream: ByteStream, peer: Peer): void;
	/** Ends listener, sessions and timers. May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/** AWS's name, and that of MQTT itself, which clients may ask for on any port. */
const mqttProtocols = ["x-amzn-mqtt-ca", "mqtt"];

/** MQTT 3.1.1 over mutual TLS, as AWS IoT Core does it. Rejects with the listener's error, leaving nothing open. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
	const { journal, principals, behaviour } = options;
	const messages = new MessageBroker(options);
	try {
		const { resumeTlsSessions } = behaviour;
		const { maxConnections = limits.connections } = options.listen;
		const listener = await listen({
			...options.listen,
			maxConnections,
			journal,
			resumeTlsSessions,
			protocols: mqttProtocols,
			accept: (socket) => messages.accept(socket, peerOf(socket)),
		});
		const unfollow = principals.onUnwelcome((id, problem) => messages.cutCertificate(id, problem));
		let closing: Promise<void> | undefined;
		const close = async () => {
			unfollow();
			await listener.close(messages.cutAll());
			messages.close();
		};
		return {
			port: listener.port,
			accept: (stream, peer) => messages.accept(stream, peer),
			close() {
				closing ??= close();
				return closing;
			},
		};
	} catch (error) {
		messages.close();
		throw error;
	}
}
