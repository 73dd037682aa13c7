import type { TLSSocket } from "node:tls";
import { type Peer, peerOf } from "../broker/connection/peer.js";
import { type Listener, type ListenerOptions, listen } from "../broker/tls/listener.js";

/** What AWS's clients ask for on port 443 (docs/aws-behaviour.md, "TLS"): MQTT with a client certificate or custom authentication, HTTPS. */
const mqttProtocols: readonly (string | false | null)[] = ["x-amzn-mqtt-ca", "mqtt"];
const protocols = Object.freeze(["x-amzn-mqtt-ca", "mqtt", "x-amzn-http-ca", "http/1.1"]);

export interface DoorOptions extends Omit<ListenerOptions, "accept" | "protocols"> {
	readonly mqtt: (socket: TLSSocket, peer: Peer) => void;
	/** HTTP, or what a request on it asks to upgrade to. */
	readonly http: (socket: TLSSocket) => void;
}

export interface Door {
	readonly port: number;
	/** Ends listener and connections at once. May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/**
 * One TLS listener for all that AWS serves on 443 and 8443: ALPN says which protocol a client speaks, and HTTP is meant where it
 * does not say. Rejects with the listener's own error, e.g. EADDRINUSE.
 */
export async function openDoor({ mqtt, http, ...options }: DoorOptions): Promise<Door> {
	const accept = (socket: TLSSocket) => {
		if (mqttProtocols.includes(socket.alpnProtocol)) mqtt(socket, peerOf(socket));
		else http(socket);
	};
	const listener: Listener = await listen({ ...options, protocols, accept });
	let closing: Promise<void> | undefined;
	return {
		port: listener.port,
		close() {
			closing ??= listener.close(Promise.resolve());
			return closing;
		},
	};
}
