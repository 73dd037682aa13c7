import type { Rights } from "../policy/session-authorizer.js";
import type { Peer } from "./connection/peer.js";

/** Why a CONNECT is refused, or a session cut: for the journal. */
export interface Problem {
	/** Kebab-case. */
	readonly code: string;
	readonly reason: string;
}

/** What a client says of itself in CONNECT. */
export interface ConnectCredentials {
	readonly clientId: string;
	readonly username: string | undefined;
	readonly password: Uint8Array | undefined;
}

/** A client that shows neither a certificate nor a signature, and that a custom authorizer let in. */
export interface CustomIdentity {
	/** As lifecycle events call it. */
	readonly principal: string;
	readonly rights: Rights;
	/** ms, until which its further requests on one HTTP connection need not ask again; undefined when each has to. */
	readonly cachedUntil: number | undefined;
	/** From now on the authorizer is asked again as often as it said; `end` hears when the session is over. Returns what ends that. */
	watch(end: (problem: Problem) => void): () => void;
}

/** Who a client is, or why it is nobody. */
export type Admission = CustomIdentity | Problem;

/** A custom authorizer that is to be asked. */
export interface Authentication {
	/** Tells apart what clients show. */
	readonly key: string;
	/** Never rejects. */
	ask(): Promise<Admission>;
}

export function isProblem(admission: Admission): admission is Problem {
	return "reason" in admission;
}

/** What the broker asks about its clients, and HTTP about those with a certificate. */
export interface Principals {
	/** Who says whether a client is let in that shows neither a certificate nor a signature; undefined when nobody does. */
	authentication(peer: Peer, connect?: ConnectCredentials): Authentication | undefined;
	/** Whether there is anybody whom such a client may name in CONNECT. */
	readonly hasAuthorizers: boolean;
	/** Why this client opens no session now; undefined when it does. Called once for each CONNECT and HTTPS request. */
	problem(peer: Peer): Problem | undefined;
	/** What a session may do; `peer` has no problem. */
	rightsOf(peer: Peer): Rights;
	/** When a session has to end by itself (ms), and why; undefined when it may stay. */
	endOfSession(certificateId: string): (Problem & { readonly at: number }) | undefined;
	/** Called when sessions of a certificate have to end now. Returns a function that ends the calls. */
	onUnwelcome(listener: (certificateId: string, problem: Problem) => void): () => void;
}
