import type { X509Certificate } from "node:crypto";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import { parseCertificate, readCertificateDer } from "../../pki/read-certificate.js";
import type { CaCertificate, CaCertificates } from "../ca-certificates/ca-certificates.js";
import { checkLength } from "../checks.js";
import type { CertificateStatus, Certificates, NewCertificate } from "./certificates.js";

export interface RegisterParts {
	readonly certificates: Certificates;
	readonly caCertificates: Pick<CaCertificates, "issuersOf">;
}

/** Certificates that somebody else issued (docs/aws-behaviour.md, "Registered CAs"). */
export function registerOperations(parts: RegisterParts): readonly Operation[] {
	return [
		{
			name: "RegisterCertificate",
			method: "POST",
			path: "/certificate/register",
			handle: (call) => registerWithCa(parts, call),
		},
		{
			name: "RegisterCertificateWithoutCA",
			method: "POST",
			path: "/certificate/register-no-ca",
			handle: (call) => registerWithoutCa(parts, call),
		},
	];
}

function registerWithCa(parts: RegisterParts, { body, query, scope }: ApiCall): Answer {
	const members = body();
	// The older of two ways to say it: the newer one wins (guessed).
	const setAsActive = query.boolean("setAsActive") ?? false;
	const status = statusOf(members.string("status") ?? (setAsActive ? "ACTIVE" : undefined));
	const certificate = read(members, "certificatePem");
	const named = members.string("caCertificatePem") === undefined ? undefined : read(members, "caCertificatePem");
	const issued = issuedOf(certificate);
	// One that is known is refused as such, whoever signed it.
	const isKnown = parts.certificates.findCertificate(issued.certificateId) !== undefined;
	const issuer = isKnown ? undefined : issuerOf(parts.caCertificates.issuersOf(certificate), named);
	const { certificateId: caCertificateId, certificateMode = "DEFAULT" } = issuer ?? {};
	return register(parts, issued, { status, certificateMode, caCertificateId, scope });
}

function registerWithoutCa(parts: RegisterParts, { body, scope }: ApiCall): Answer {
	const members = body();
	const status = statusOf(members.string("status"));
	const issued = issuedOf(read(members, "certificatePem"));
	return register(parts, issued, { status, certificateMode: "SNI_ONLY", scope });
}

function register({ certificates }: RegisterParts, issued: IssuedCertificate, options: NewCertificate): Answer {
	const { certificateArn, certificateId } = certificates.addCertificate(issued, options);
	return { certificateArn, certificateId };
}

function issuedOf(certificate: X509Certificate): IssuedCertificate {
	return valid("certificatePem", () => readCertificateDer(certificate));
}

/** The one CA that signed it: the named one, or the only one that can have been. */
function issuerOf(issuers: readonly CaCertificate[], named: X509Certificate | undefined): CaCertificate {
	const id = named?.fingerprint256.replaceAll(":", "").toLowerCase();
	const [issuer, another] = issuers.filter(({ certificateId }) => id === undefined || id === certificateId);
	if (issuer === undefined) {
		// AWS's words: the CA is not registered, or another one signed it.
		throw new AwsError("CertificateStateException", "No CA certificate exists for the given certificate");
	}
	if (another === undefined) return issuer;
	throw new AwsError(
		"CertificateConflictException",
		"Several registered CAs have the subject and the key that signed the certificate: name one with caCertificatePem",
	);
}

function read(members: Members, member: "certificatePem" | "caCertificatePem"): X509Certificate {
	const pem = checkLength(member, members.requiredString(member), 1, 65_536);
	return valid(member, () => parseCertificate(pem));
}

function valid<T>(member: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		const why = (error as Error).message;
		throw new AwsError("CertificateValidationException", `Cannot register the certificate: ${member}: ${why}`);
	}
}

/** INACTIVE by default, as that of CreateKeysAndCertificate. */
function statusOf(status = "INACTIVE"): CertificateStatus {
	if (status === "ACTIVE" || status === "INACTIVE" || status === "REVOKED") return status;
	throw invalidRequest(`status must be ACTIVE, INACTIVE or REVOKED: it is ${quote(status)}`);
}
