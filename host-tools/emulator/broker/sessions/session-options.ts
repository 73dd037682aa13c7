import type { SessionAuthorizer } from "../../policy/session-authorizer.js";
import type { ClientConnection } from "../connection/client-connection.js";
import type { SocketEnds } from "../connection/peer.js";
import type { Message } from "../routing/message.js";
import type { SessionTerms } from "./session-terms.js";

export interface LastWill extends Pick<Message, "topic" | "payload" | "qos" | "retain" | "properties"> {
	/** Seconds from the end of the connection. */
	readonly delaySeconds: number;
}

/** What CONNECT makes a session of. */
export interface NewSession {
	readonly connection: ClientConnection;
	readonly clientId: string;
	readonly principal: string;
	readonly certificateId: string | undefined;
	readonly authorizer: SessionAuthorizer;
	readonly ipAddress: string;
	readonly ends: SocketEnds;
	readonly terms: SessionTerms;
	readonly will: LastWill | undefined;
}
