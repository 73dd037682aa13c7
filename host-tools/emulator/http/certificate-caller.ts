import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error.js";
import type { Peer } from "../broker/connection/peer.js";
import type { Principals, Problem } from "../broker/principals.js";
import { type Rights, SessionAuthorizer } from "../policy/session-authorizer.js";
import type { Caller } from "./operation.js";

/** AWS says no more than this to a device; the journal has the reason. */
export class ForbiddenToDevice extends AwsError {
	readonly problem: Problem;
	/** Undefined for a client that a custom authorizer was asked about. */
	readonly certificateId: string | undefined;

	constructor(problem: Problem, certificateId: string | undefined) {
		super("ForbiddenException", "Forbidden", { traceId: randomUUID() });
		this.problem = problem;
		this.certificateId = certificateId;
	}
}

/**
 * Whoever came over TLS with this certificate. There is no client id over HTTPS: policy variables of the thing have a value only
 * for a thing that the certificate has exclusively. Throws ForbiddenToDevice when the certificate opens nothing now.
 */
export function certificateCaller(
	peer: Peer,
	{ principals, now }: { readonly principals: Principals; readonly now: () => number },
): Caller {
	const { certificateId = "" } = peer;
	const problem = principals.problem(peer);
	if (problem !== undefined) throw new ForbiddenToDevice(problem, certificateId);
	return deviceCaller(peer, { principal: certificateId, certificateId, rights: principals.rightsOf(peer) }, now);
}

export interface Device {
	readonly principal: string;
	readonly certificateId: string | undefined;
	readonly rights: Rights;
}

/** A device that is let in, whose policies decide on each request. `now`: ms, emulator time. */
export function deviceCaller(peer: Peer, { principal, certificateId, rights }: Device, now: () => number): Caller {
	const { certificateDer, ipAddress, domainName } = peer;
	const subject = { clientId: undefined, sourceIp: ipAddress, domainName, certificateDer, now };
	const authorizer = new SessionAuthorizer({ rights, subject });
	return {
		principal,
		certificateId,
		authorize(action, name) {
			if (authorizer.allows(action, name)) return;
			throw new ForbiddenToDevice({ code: "policy-denied", reason: authorizer.explain(action, name) }, certificateId);
		},
	};
}
