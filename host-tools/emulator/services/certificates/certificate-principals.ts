import type { Behaviour } from "../../behaviour.js";
import type { Peer } from "../../broker/connection/peer.js";
import type { Principals, Problem } from "../../broker/principals.js";
import type { EmulatorClock } from "../../clock.js";
import type { Changes, RegistryChange } from "../changes.js";
import type { Certificate, Certificates } from "./certificates.js";

/** What becomes of certificates that nobody activated. */
export interface Newcomers {
	/** Why a certificate that is not registered is refused; undefined when no registered CA signed it. */
	meet(presented: { readonly certificateId: string } & Pick<Peer, "certificateDer" | "ipAddress">): Problem | undefined;
	/** The same of one that is PENDING_ACTIVATION; undefined when it was not registered just in time. */
	meetAgain(certificate: Certificate, ipAddress: string): Problem | undefined;
}

export interface CertificatePrincipalsParts {
	readonly newcomers: Newcomers;
	readonly certificates: Certificates;
	readonly changes: Changes;
	readonly clock: EmulatorClock;
	readonly behaviour: Pick<Required<Behaviour>, "claimExpiry" | "propagationDelayMs">;
}

/** Which certificates may open sessions, and for how long. */
export function certificatePrincipals(
	parts: CertificatePrincipalsParts,
): Pick<Principals, "problem" | "endOfSession" | "onUnwelcome"> {
	return {
		problem: (peer) => (peer.user === undefined ? certificateProblem(parts, peer) : undefined),
		endOfSession: (certificateId) => endOfSession(parts, certificateId),
		onUnwelcome: (listener) => parts.changes.onChange((change) => reportUnwelcome(parts, change, listener)),
	};
}

function certificateProblem(parts: CertificatePrincipalsParts, peer: Peer): Problem | undefined {
	const { certificates, clock, behaviour, newcomers } = parts;
	const { certificateId: id, certificateDer, ipAddress } = peer;
	if (id === undefined) {
		const reason = "The client presented no certificate in the TLS handshake, and it names no custom authorizer";
		return { code: "no-client-certificate", reason };
	}
	const certificate = certificates.findCertificate(id);
	if (certificate === undefined) {
		return newcomers.meet({ certificateId: id, certificateDer, ipAddress }) ?? unknown(id);
	}
	const { status, lastModifiedDate, claimForTemplate } = certificate;
	if (status === "PENDING_ACTIVATION") {
		return newcomers.meetAgain(certificate, ipAddress) ?? notActive(certificate, "RegisterThing activates it");
	}
	if (status !== "ACTIVE") return notActive(certificate, mends[status]);
	const { propagationDelayMs } = behaviour;
	const isFresh = clock.now() < lastModifiedDate + propagationDelayMs;
	if (propagationDelayMs > 0 && claimForTemplate === undefined && isFresh) {
		const reason = `Certificate ${short(id)} is not known here yet (propagationDelayMs): try again`;
		return { code: "certificate-not-propagated", reason };
	}
	return validityProblem(certificate, clock.now());
}

const mends = Object.freeze({
	INACTIVE: "UpdateCertificate can set it to ACTIVE",
	REGISTER_INACTIVE: "UpdateCertificate can set it to ACTIVE",
	REVOKED: "that is final, register another one",
	PENDING_TRANSFER: "the transfer has to be accepted or cancelled first",
});

function unknown(id: string): Problem {
	const reason = `Certificate ${short(id)} is not registered: was it deleted, or issued by another emulator?`;
	return { code: "certificate-unknown", reason };
}

function notActive({ certificateId, status }: Certificate, mend: string): Problem {
	return { code: "certificate-not-active", reason: `Certificate ${short(certificateId)} is ${status}: ${mend}` };
}

function validityProblem(certificate: Certificate, now: number): Problem | undefined {
	const { certificateId, notBefore, notAfter, claimForTemplate } = certificate;
	if (now < notBefore) {
		const reason = `Certificate ${short(certificateId)} is valid from ${iso(notBefore)}, it is ${iso(now)} now`;
		return { code: "certificate-not-yet-valid", reason };
	}
	if (now < notAfter) return undefined;
	const ago = `expired at ${iso(notAfter)}, ${Math.round((now - notAfter) / 1000)} s ago`;
	if (claimForTemplate === undefined) {
		return { code: "certificate-expired", reason: `Certificate ${short(certificateId)} ${ago}` };
	}
	const reason = `The claim for template "${claimForTemplate}" ${ago}: claims are good for five minutes, create a new one`;
	return { code: "claim-expired", reason };
}

function endOfSession({ certificates, behaviour }: CertificatePrincipalsParts, id: string) {
	const { claimForTemplate, notAfter } = certificates.findCertificate(id) ?? {};
	if (behaviour.claimExpiry !== "cut-session" || claimForTemplate === undefined || notAfter === undefined) {
		return undefined;
	}
	const reason = `The claim for template "${claimForTemplate}" expired while connected (claimExpiry: cut-session)`;
	return { code: "claim-expired", reason, at: notAfter };
}

/** Sessions of a certificate that is no longer ACTIVE end at once (AWS: within minutes). */
function reportUnwelcome(
	{ certificates }: CertificatePrincipalsParts,
	change: RegistryChange,
	listener: (certificateId: string, problem: Problem) => void,
): void {
	if (change.kind !== "certificate") return;
	const status = certificates.findCertificate(change.name)?.status ?? "deleted";
	if (status === "ACTIVE") return;
	const reason = `Disconnected: certificate ${short(change.name)} is ${status} now`;
	listener(change.name, { code: "certificate-not-active", reason });
}

function short(certificateId: string): string {
	return `${certificateId.slice(0, 8)}…`;
}

function iso(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}
