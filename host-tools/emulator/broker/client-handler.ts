import type { ClientPacket, ConnectPacket } from "./codec/client-packet.js";
import { ProtocolError } from "./codec/protocol-error.js";
import type { ByteStream } from "./connection/byte-stream.js";
import {
	ClientConnection,
	type ConnectionHandler,
	type Overrun,
	type SharedByConnections,
} from "./connection/client-connection.js";
import type { Peer } from "./connection/peer.js";
import { takeCut } from "./cut-faults.js";
import { connectProblem } from "./packets/connect-problem.js";
import { type ConnectParts, handleConnect } from "./packets/handle-connect.js";
import { handleDisconnect } from "./packets/handle-disconnect.js";
import { handlePublish } from "./packets/handle-publish.js";
import { handleSubscribe } from "./packets/handle-subscribe.js";
import { handleUnsubscribe } from "./packets/handle-unsubscribe.js";
import { refuseConnect } from "./packets/refuse-connect.js";
import { type Admission, type ConnectCredentials, type CustomIdentity, isProblem } from "./principals.js";
import type { Refused } from "./sessions/refused.js";
import type { Session } from "./sessions/session.js";
import { journalTlsError } from "./tls/journal-tls-error.js";

const pingResponse = Buffer.from([0xd0, 0]);

/** One client, from the end of its TLS handshake to that of its connection: hands each packet to its handler. */
export class ClientHandler implements ConnectionHandler {
	readonly connection: ClientConnection;
	readonly #parts: ConnectParts;
	/** Until CONNECT. */
	#peer: Peer | undefined;
	#session: Session | undefined;

	constructor(
		parts: ConnectParts,
		client: { readonly stream: ByteStream; readonly peer: Peer },
		shared: SharedByConnections,
	) {
		this.#parts = parts;
		this.#peer = client.peer;
		this.connection = new ClientConnection(client.stream, shared, this);
	}

	packet(packet: ClientPacket): void {
		this.#guard(packet, () => {
			if (this.#session !== undefined) this.#handle(this.#session, packet);
			else if (packet.cmd === "connect") this.#connect(packet);
			else
				this.#refuse(
					"protocol-error",
					`The first packet is ${packet.cmd.toUpperCase()} and not CONNECT [MQTT-3.1.0-1]`,
				);
			this.#cutOnRequest(packet);
		});
	}

	#guard(packet: ClientPacket, work: () => void): void {
		try {
			work();
		} catch (error) {
			if (error instanceof ProtocolError) {
				this.malformed(error);
				return;
			}
			// A bug met by unusual bytes, or a store that cannot be written: it ends one connection and not the emulator.
			const reason = `${packet.cmd.toUpperCase()} failed in the emulator: ${(error as Error).message}`;
			this.#end("SERVER_ERROR", { plane: "limits", code: "internal-failure", reason });
		}
	}

	malformed({ code, message, reasonCode, answer }: ProtocolError): void {
		if (answer !== undefined && this.#session === undefined) this.connection.send(answer);
		const plane = code === "packet-too-large" ? "limits" : "connect";
		const reason = code === "protocol-error" ? `Connection closed: ${message}` : message;
		this.#end("CLIENT_ERROR", { plane, code, reason, reasonCode });
	}

	silent(): void {
		if (this.#session === undefined) this.connection.hangUp();
		else this.#session.end("MQTT_KEEP_ALIVE_TIMEOUT");
	}

	overrun(code: Overrun, reason: string): void {
		if (this.#session === undefined) this.connection.hangUp();
		else this.#session.overrun(code, reason);
	}

	failed(error: Error & { code?: string }): void {
		// With TLS 1.3 the client judges the server's certificate after the handshake is over for us.
		if (error.code?.startsWith("ERR_SSL_") && this.#session === undefined) journalTlsError(this.#parts.journal, error);
	}

	closed(): void {
		this.#session?.end("CONNECTION_LOST");
	}

	#connect(packet: ConnectPacket): void {
		const peer = this.#peer;
		if (peer === undefined) return;
		this.#peer = undefined;
		this.connection.pause();
		const authentication =
			connectProblem(packet, this.#parts.reserved) === undefined
				? this.#parts.principals.authentication(peer, credentialsIn(packet))
				: undefined;
		if (authentication === undefined) this.#open(packet, peer);
		else void authentication.ask().then((admission) => this.#admit(packet, peer, admission));
	}

	/** What an authorizer said, which took its time. */
	#admit(packet: ConnectPacket, peer: Peer, admission: Admission): void {
		if (!this.connection.isOpen) return;
		this.#guard(packet, () => {
			if (isProblem(admission)) refuseConnect(this.#parts, this.connection, packet, peer, admission);
			else this.#open(packet, peer, admission);
		});
	}

	#open(packet: ConnectPacket, peer: Peer, identity?: CustomIdentity): void {
		this.#session = handleConnect(this.#parts, { connection: this.connection, peer, identity }, packet);
	}

	#handle(session: Session, packet: ClientPacket): void {
		if (session.hasEnded) return;
		switch (packet.cmd) {
			case "publish":
				handlePublish(this.#parts, session, packet);
				break;
			case "puback":
				session.acknowledged(packet.messageId);
				break;
			case "subscribe":
				handleSubscribe(this.#parts, session, packet);
				break;
			case "unsubscribe":
				handleUnsubscribe(this.#parts, session, packet);
				break;
			case "pingreq":
				this.connection.send(pingResponse);
				break;
			case "disconnect":
				handleDisconnect(this.#parts, session, packet);
				break;
			case "connect":
				this.#refuse("protocol-error", "A second CONNECT on one connection [MQTT-3.1.0-2]");
		}
	}

	#cutOnRequest(packet: ClientPacket): void {
		const step = this.connection.isOpen ? takeCut(this.#parts.behaviour, packet) : undefined;
		if (step === undefined) return;
		const reason = `The connection was cut on purpose before the answer to ${packet.cmd.toUpperCase()} (cuts: ${step})`;
		this.#session?.refuse({ plane: "limits", code: "cut-on-purpose", reason });
		this.connection.abort();
	}

	#refuse(code: string, reason: string): void {
		this.#end("CLIENT_ERROR", { plane: "connect", code, reason: `Connection closed: ${reason}` });
	}

	#end(why: "CLIENT_ERROR" | "SERVER_ERROR", refused: Refused): void {
		if (this.#session !== undefined) {
			this.#session.cut(why, refused);
		} else {
			const { reasonCode, ...entry } = refused;
			this.#parts.journal.add(entry);
			this.connection.hangUp();
		}
	}
}

/** A copy: the packet is a view of what the socket gave, and an authorizer may be asked again as long as the session lasts. */
function credentialsIn({ clientId, username, password }: ConnectPacket): ConnectCredentials {
	return { clientId, username, password: password && Buffer.from(password) };
}
