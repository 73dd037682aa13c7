import type { X509Certificate } from "node:crypto";
import type { Problem } from "../../../broker/principals.js";
import type { CaCertificate } from "../../ca-certificates/ca-certificates.js";

/** Why clients are turned away whose certificate is not active yet: what has happened, and what helps. */

export function eventTopic({ certificateId }: Pick<CaCertificate, "certificateId">): string {
	return `$aws/events/certificates/registered/${certificateId}`;
}

/** Which certificates are not registered whoever signed them; undefined when there is nothing against it. */
export function validityProblem(
	certificate: X509Certificate,
	authority: CaCertificate,
	now: number,
): Problem | undefined {
	const { validFrom, validTo } = certificate;
	if (now < Date.parse(validFrom)) {
		return {
			code: "certificate-not-yet-valid",
			reason: `The certificate is valid from ${validFrom}: it is not registered`,
		};
	}
	if (now >= Date.parse(validTo)) {
		return { code: "certificate-expired", reason: `The certificate expired at ${validTo}: it is not registered` };
	}
	if (now < authority.notAfter) return undefined;
	const ca = `The registered CA ${short(authority)}`;
	return { code: "ca-expired", reason: `${ca} has expired: it registers no certificates any more` };
}

/** No CA that signed it registers certificates. */
export function unwilling(authority: CaCertificate): Problem {
	const [code, why] =
		authority.status === "ACTIVE"
			? ["ca-without-auto-registration", "has no auto-registration: UpdateCACertificate can enable it"]
			: ["ca-not-active", `is ${authority.status}: UpdateCACertificate can set it to ACTIVE`];
	const reason = `The certificate is not registered, and the registered CA ${short(authority)} that signed it ${why}`;
	return { code, reason };
}

export function registered(authority: CaCertificate, isProvisioned: boolean): Problem {
	const next = isProvisioned
		? "and is being provisioned: connect again"
		: `and is PENDING_ACTIVATION: what follows ${eventTopic(authority)} has to activate it`;
	const reason = `The certificate, signed by the registered CA ${short(authority)}, was registered just now ${next}`;
	return { code: "certificate-registered", reason };
}

export function beingProvisioned(authority: CaCertificate): Problem {
	const what = "is being provisioned by the template of its CA: connect again";
	const reason = `The certificate, signed by the registered CA ${short(authority)}, ${what}`;
	return { code: "certificate-registered", reason };
}

export function pending(certificate: { readonly certificateId: string }, authority: CaCertificate): Problem {
	const mend = `UpdateCertificate can set it to ACTIVE, as a function on ${eventTopic(authority)} does in just-in-time registration`;
	return { code: "certificate-not-active", reason: `Certificate ${short(certificate)} is PENDING_ACTIVATION: ${mend}` };
}

export function provisioningFailed(why: string): Problem {
	const mend = "AWS does not try again: delete the certificate, mend the template, and connect again";
	return { code: "jitp-failed", reason: `Just-in-time provisioning failed. ${why}. ${mend}` };
}

export function registrationFailed(why: string): Problem {
	return { code: "registration-failed", reason: `The certificate cannot be registered: ${why}` };
}

export function busy(most: number): Problem {
	const reason = `${most} registrations are under way, which is this emulator's limit: connect again`;
	return { code: "too-many-registrations", reason };
}

function short({ certificateId }: { readonly certificateId: string }): string {
	return `${certificateId.slice(0, 8)}…`;
}
