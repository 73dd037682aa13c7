import { EventEmitter } from "node:events";
import type { TlsOptions } from "node:tls";
import { Aedes } from "aedes";
import { startTlsServer, type TlsServer } from "./tls-server.js";

export interface BrokerMessage {
	readonly topic: string;
	readonly payload: Uint8Array;
}

export interface TlsBrokerOptions {
	readonly tls?: TlsOptions;
	/** True: SUBACK 0x80 for that filter. */
	readonly refuseFilter?: (filter: string) => boolean;
	/** True: CONNACK 5 for that client id. */
	readonly refuseClient?: (clientId: string) => boolean;
	/** True: the PUBLISH is never answered. */
	readonly swallow?: (topic: string) => boolean;
}

export interface TlsBroker extends TlsServer {
	/** What clients published, oldest first. */
	readonly received: readonly BrokerMessage[];
	/** `disconnected` (clientId) when a DISCONNECT arrived; `received` (message); `swallowed` (topic). */
	readonly events: EventEmitter;
	deliver(topic: string, payload: Uint8Array): void;
	/** Every connection ends without a word. */
	dropAll(): void;
}

/** A plain MQTT broker over mutual TLS on loopback. */
export async function startTlsBroker(options: TlsBrokerOptions = {}): Promise<TlsBroker> {
	const events = new EventEmitter();
	const received: BrokerMessage[] = [];
	const aedes = await Aedes.createBroker({
		authenticate: (client, _username, _password, done) => {
			const refused = options.refuseClient?.(client.id) ?? false;
			done(refused ? Object.assign(new Error("refused"), { returnCode: 5 }) : null, !refused);
		},
		authorizeSubscribe: (_client, subscription, done) => {
			done(null, options.refuseFilter?.(subscription.topic) ? null : subscription);
		},
		authorizePublish: (_client, { topic, payload }, done) => {
			if (options.swallow?.(topic)) {
				events.emit("swallowed", topic);
				return;
			}
			const message = { topic, payload: Uint8Array.from(Buffer.from(payload)) };
			received.push(message);
			events.emit("received", message);
			done(null);
		},
	});
	aedes.on("clientDisconnect", (client) => events.emit("disconnected", client.id));
	const server = await startTlsServer((socket) => {
		// DISCONNECT is the last packet of a client that leaves in order.
		socket.on("data", (chunk: Buffer) => {
			if (chunk.subarray(-2).equals(Buffer.of(0xe0, 0x00))) events.emit("goodbye");
		});
		aedes.handle(socket);
	}, options.tls);
	return {
		...server,
		received,
		events,
		deliver(topic, payload) {
			const packet = {
				cmd: "publish",
				qos: 1,
				dup: false,
				retain: false,
				topic,
				payload: Buffer.from(payload),
			} as const;
			aedes.publish(packet, () => {});
		},
		dropAll() {
			for (const socket of server.sockets) socket.destroy();
		},
		async close() {
			if (!aedes.closed) await new Promise<void>((resolve) => aedes.close(resolve));
			await server.close();
		},
	};
}
