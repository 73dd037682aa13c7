/** What policies decide on; the emulator knows further actions. */
export const testableActions = Object.freeze(["publish", "subscribe", "receive", "connect"] as const);
export type TestableAction = (typeof testableActions)[number];

/** Who is supposed to do what. At least one of the first three is there. */
export interface ExplainQuestion {
	readonly thingName: string | undefined;
	/** Id or ARN. */
	readonly certificate: string | undefined;
	readonly clientId: string | undefined;
	/** `publish`, …; against an emulator also e.g. `GetThingShadow`. */
	readonly action: string;
	/** Topic or filter; of connect the client id. */
	readonly topic: string | undefined;
}

/** A statement, as the emulator tells; AWS tells of whole policies only. */
export interface StatementNote {
	readonly policyName: string;
	readonly policyVersionId?: string;
	readonly thingGroupName?: string;
	readonly statement: number;
	readonly effect: string;
	readonly verdict: string;
	readonly why: string;
}

/** A policy, as AWS's TestAuthorization tells. */
export interface PolicyNote {
	readonly policyName: string;
	readonly verdict: "allows" | "denies" | "neither";
}

/** What a policy decision rests on, for one certificate. */
export interface Explanation {
	/** IMPOSSIBLE: to anybody, whatever policies say. */
	readonly decision: "ALLOWED" | "EXPLICIT_DENY" | "IMPLICIT_DENY" | "IMPOSSIBLE";
	readonly certificateId: string;
	readonly clientId: string;
	readonly action: string;
	/** ARN */
	readonly resource: string;
	/** A sentence or two. */
	readonly because: string;
	readonly needed?: string;
	/** Why it does not matter, e.g. because the certificate is inactive. */
	readonly problem?: string;
	readonly statements?: readonly StatementNote[];
	readonly policies?: readonly PolicyNote[];
	/** What policies ask for, and a test does not know. */
	readonly missingContextValues?: readonly string[];
}
