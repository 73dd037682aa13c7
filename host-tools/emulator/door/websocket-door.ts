import { type IncomingMessage, STATUS_CODES } from "node:http";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { createWebSocketStream, WebSocket, WebSocketServer } from "ws";
import { AwsError } from "../aws-error.js";
import type { ByteStream } from "../broker/connection/byte-stream.js";
import { type Peer, strangePeer, userPeer } from "../broker/connection/peer.js";
import type { Principals } from "../broker/principals.js";
import { accountCaller } from "../http/caller.js";
import { credentialScope } from "../http/credential-scope.js";
import { isSigned } from "../http/find-operation.js";
import { planeOfService } from "../http/foreign-service.js";
import { refuseWebPages } from "../http/guard.js";
import { Query } from "../http/query.js";
import type { Senders } from "../http/senders.js";
import type { RefusalJournal } from "../journal.js";
import type { Reach } from "../reach.js";

/** Bytes of one WebSocket message: packets may come together, or in parts. */
const longestMessage = 1024 * 1024;
/** What AWS's clients sign for. */
const signingName = "iotdevicegateway";

export interface WebSocketDoorOptions {
	readonly senders: Senders;
	readonly principals: Pick<Principals, "hasAuthorizers">;
	readonly journal: RefusalJournal;
	readonly reach: Pick<Reach, "bindTo" | "names">;
	/** Takes an MQTT client. */
	readonly accept: (stream: ByteStream, peer: Peer) => void;
}

/** MQTT over WebSocket for whoever signs with SigV4 or is let in by a custom authorizer, at `/mqtt` (docs/aws-behaviour.md, "MQTT over WebSocket"). */
export class WebSocketDoor {
	readonly #options: WebSocketDoorOptions;
	#server: WebSocketServer | undefined;

	constructor(options: WebSocketDoorOptions) {
		this.#options = options;
	}

	/** Takes a request to upgrade, or answers why not and ends the connection. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		let isUser: boolean;
		try {
			isUser = this.#check(request);
		} catch (error) {
			this.#refuse(request, socket, error);
			return;
		}
		const peer = isUser ? userPeer(request.socket, accountCaller.principal) : strangePeer(request);
		this.#server ??= createServer();
		this.#server.handleUpgrade(request, socket, head, (webSocket) => {
			this.#options.accept(byteStream(webSocket), peer);
		});
	}

	/** Whether it is somebody of the account; else CONNECT is to say whom to ask who it is. Throws AwsError. */
	#check(request: IncomingMessage): boolean {
		const { senders, principals, reach } = this.#options;
		const { headers, url = "" } = request;
		refuseWebPages(withoutOwnOrigin(headers), reach);
		const [path, search = ""] = url.split("?", 2);
		if (path !== "/mqtt") {
			throw new AwsError("InvalidRequestException", "There is a WebSocket at /mqtt, for MQTT, and nowhere else");
		}
		const query = new Query(search);
		if (!isSigned(request, query)) {
			// Who names none here may do so in CONNECT, so the account has to have one.
			if (principals.hasAuthorizers) return false;
			const message =
				"Missing Authentication Token: MQTT over WebSocket takes a signature (SigV4) or a custom authorizer, and no client certificate";
			throw new AwsError("MissingAuthenticationTokenException", message);
		}
		const signedFor = credentialScope(headers.authorization, query);
		if (signedFor !== undefined && planeOfService(signedFor.service) !== "iotdata") {
			throw new AwsError("ForbiddenException", `Credential should be scoped to correct service: '${signingName}'.`);
		}
		senders.verify(request, signedFor, Buffer.alloc(0));
		return true;
	}

	#refuse({ socket: { remoteAddress } }: IncomingMessage, socket: Duplex, error: unknown): void {
		const told =
			error instanceof AwsError
				? error
				: new AwsError("InternalFailureException", "The emulator failed on this request");
		const reason = `No WebSocket for ${remoteAddress}: ${told.message}`;
		this.#options.journal.add({ plane: "connect", code: "websocket-refused", reason });
		// The client may be gone already.
		socket.on("error", () => {});
		const body = JSON.stringify({ message: told.message });
		const head = [
			`HTTP/1.1 ${told.status} ${STATUS_CODES[told.status]}`,
			"content-type: application/json",
			`content-length: ${Buffer.byteLength(body)}`,
			`x-amzn-errortype: ${told.name}`,
			`date: ${new Date().toUTCString()}`,
			"connection: close",
		];
		socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => (socket as Socket).destroySoon());
	}
}

interface Library {
	readonly WebSocketServer: typeof WebSocketServer;
	readonly createWebSocketStream: typeof createWebSocketStream;
}

/** Loaded with the first client: that takes longer than all else of the door, and most runs have none. */
let loaded: Library | undefined;

function library(): Library {
	loaded ??= createRequire(import.meta.url)("ws") as Library;
	return loaded;
}

function createServer(): WebSocketServer {
	const { WebSocketServer } = library();
	return new WebSocketServer({
		noServer: true,
		clientTracking: false,
		maxPayload: longestMessage,
		perMessageDeflate: false,
		handleProtocols: (offered) => (offered.has("mqtt") ? "mqtt" : false),
	});
}

/** Some clients that are no browsers name the emulator itself as Origin, and all of them with https. */
function withoutOwnOrigin({ origin, ...headers }: IncomingMessage["headers"]): IncomingMessage["headers"] {
	const isOwn =
		origin !== undefined && origin.replace(/^https?:\/\//, "").toLowerCase() === headers.host?.toLowerCase();
	return { ...headers, ...(origin !== undefined && !isOwn && { origin }) };
}

/** MQTT's bytes, which come in binary messages only [MQTT-6.0.0-1]. */
function byteStream(webSocket: WebSocket): ByteStream {
	webSocket.on("message", (_, isBinary) => {
		if (!isBinary) webSocket.close(1003, "MQTT is binary");
	});
	const stream = library().createWebSocketStream(webSocket);
	// It would wait for the end of what is written, which nobody takes any more.
	stream.once("end", () => stream.destroy());
	return stream;
}
