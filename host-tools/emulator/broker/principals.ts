import type { Rights } from "../policy/session-authorizer.js";
import type { Peer } from "./connection/peer.js";

/** Why a CONNECT is refused, or a session cut: for the journal. */
export interface Problem {
	/** Kebab-case. */
	readonly code: string;
	readonly reason: string;
}

/** What the broker asks about its clients, and HTTP about those with a certificate. */
export interface Principals {
	/** Why this client opens no session now; undefined when it does. Called once for each CONNECT and HTTPS request. */
	problem(peer: Peer): Problem | undefined;
	/** What a session may do; `peer` has no problem. */
	rightsOf(peer: Peer): Rights;
	/** When a session has to end by itself (ms), and why; undefined when it may stay. */
	endOfSession(certificateId: string): (Problem & { readonly at: number }) | undefined;
	/** Called when sessions of a certificate have to end now. Returns a function that ends the calls. */
	onUnwelcome(listener: (certificateId: string, problem: Problem) => void): () => void;
}
