import type { X509Certificate } from "node:crypto";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import { isIssuedBy } from "../../pki/is-issued-by.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import { parseCertificate, readCertificateDer } from "../../pki/read-certificate.js";
import type { CertificateMode } from "../certificates/certificates.js";
import { checkLength } from "../checks.js";
import type { NewCaCertificate } from "./ca-certificates.js";

export interface CheckedAuthority extends IssuedCertificate {
	readonly certificateMode: CertificateMode;
	/** As Node writes it. */
	readonly subject: string;
}

/**
 * What RegisterCACertificate makes of its certificates (docs/aws-behaviour.md, "Registered CAs"). Throws
 * InvalidRequestException, CertificateValidationException, RegistrationCodeValidationException.
 */
export function checkAuthority(
	{ caCertificate, verificationCertificate, certificateMode: mode = "DEFAULT" }: NewCaCertificate,
	{ registrationCode, now }: { readonly registrationCode: string | undefined; readonly now: number },
): CheckedAuthority {
	if (mode !== "DEFAULT" && mode !== "SNI_ONLY") {
		throw invalidRequest(`certificateMode must be DEFAULT or SNI_ONLY: it is ${quote(mode)}`);
	}
	if ((mode === "DEFAULT") !== (verificationCertificate !== undefined)) {
		const what = mode === "DEFAULT" ? "is missing: mode DEFAULT needs it" : "must be left out in mode SNI_ONLY";
		throw invalidRequest(`verificationCertificate ${what}`);
	}
	const authority = read("caCertificate", caCertificate);
	const issued = issuedOf(authority);
	if (!authority.ca) throw invalidCertificate("caCertificate", "its basic constraints do not say that it is a CA");
	if (now >= issued.notAfter) throw invalidCertificate("caCertificate", `it expired at ${authority.validTo}`);
	if (verificationCertificate !== undefined) {
		const proof = read("verificationCertificate", verificationCertificate);
		if (!isIssuedBy(proof, authority)) {
			throw invalidCertificate("verificationCertificate", "the key of caCertificate did not sign it");
		}
		checkCode(proof, registrationCode);
	}
	return { ...issued, certificateMode: mode, subject: authority.subject };
}

function checkCode(proof: X509Certificate, code: string | undefined): void {
	const { CN } = proof.toLegacyObject().subject as { readonly CN?: string | readonly string[] };
	if (code !== undefined && typeof CN === "string" && CN.toLowerCase() === code) return;
	const wanted = code === undefined ? "there is none yet: GetRegistrationCode makes one" : "GetRegistrationCode has it";
	throw new AwsError(
		"RegistrationCodeValidationException",
		`The common name of verificationCertificate must be the registration code, ${wanted}`,
	);
}

function read(member: string, pem: string): X509Certificate {
	checkLength(member, pem, 1, 65_536);
	try {
		return parseCertificate(pem);
	} catch (error) {
		throw invalidCertificate(member, (error as Error).message);
	}
}

function issuedOf(authority: X509Certificate): IssuedCertificate {
	try {
		return readCertificateDer(authority);
	} catch (error) {
		throw invalidCertificate("caCertificate", (error as Error).message);
	}
}

function invalidCertificate(member: string, why: string): AwsError {
	return new AwsError("CertificateValidationException", `${member} cannot be used: ${why}`);
}
