import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error.js";
import type { Peer } from "../broker/connection/peer.js";
import type { Principals, Problem } from "../broker/principals.js";
import { SessionAuthorizer } from "../policy/session-authorizer.js";
import type { Caller } from "./operation.js";

/** AWS says no more than this to a device; the journal has the reason. */
export class ForbiddenToDevice extends AwsError {
	readonly problem: Problem;
	readonly certificateId: string;

	constructor(problem: Problem, certificateId: string) {
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
	const { certificateId = "", certificateDer, ipAddress, domainName } = peer;
	const problem = principals.problem(peer);
	if (problem !== undefined) throw new ForbiddenToDevice(problem, certificateId);
	const subject = { clientId: undefined, sourceIp: ipAddress, domainName, certificateDer, now };
	const authorizer = new SessionAuthorizer({ rights: principals.rightsOf(peer), subject });
	return {
		principal: certificateId,
		certificateId,
		authorize(action, name) {
			if (authorizer.allows(action, name)) return;
			throw new ForbiddenToDevice({ code: "policy-denied", reason: authorizer.explain(action, name) }, certificateId);
		},
	};
}
