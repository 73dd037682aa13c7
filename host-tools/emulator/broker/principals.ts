import type { Rights } from "../policy/session-authorizer.js";

/** Why a CONNECT is refused, or a session cut: for the journal. */
export interface Problem {
	/** Kebab-case. */
	readonly code: string;
	readonly reason: string;
}

/** What the broker asks about the certificates of its clients. */
export interface Principals {
	/** Why this certificate opens no session now; undefined when it does. Without an id, the client presented none. */
	problem(certificateId: string | undefined): Problem | undefined;
	/** What a session may do; `certificateId` is of a certificate without a problem. */
	rightsOf(certificateId: string): Rights;
	/** When a session has to end by itself (ms), and why; undefined when it may stay. */
	endOfSession(certificateId: string): (Problem & { readonly at: number }) | undefined;
	/** Called when sessions of a certificate have to end now. Returns a function that ends the calls. */
	onUnwelcome(listener: (certificateId: string, problem: Problem) => void): () => void;
}
