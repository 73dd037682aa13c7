import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { readCertificate } from "../../pki/read-certificate.js";
import { checkLength } from "../checks.js";
import type { CertificateStatus, Certificates } from "./certificates.js";

/** Certificates that somebody else issued. */
export function registerOperations(certificates: Certificates): readonly Operation[] {
	return [
		{
			name: "RegisterCertificateWithoutCA",
			method: "POST",
			path: "/certificate/register-no-ca",
			handle: (call) => registerWithoutCa(certificates, call),
		},
	];
}

function registerWithoutCa(certificates: Certificates, { body, scope }: ApiCall): Answer {
	const members = body();
	const pem = checkLength("certificatePem", members.requiredString("certificatePem"), 1, 65_536);
	const status = statusOf(members.string("status"));
	const certificateMode = "SNI_ONLY";
	const options = { status, certificateMode, scope } as const;
	const { certificateArn, certificateId } = certificates.addCertificate(read(pem), options);
	return { certificateArn, certificateId };
}

function read(pem: string) {
	try {
		return readCertificate(pem);
	} catch (error) {
		throw new AwsError(
			"CertificateValidationException",
			`Cannot register the certificate: ${(error as Error).message}`,
		);
	}
}

/** INACTIVE by default (guessed), as that of CreateKeysAndCertificate. */
function statusOf(status = "INACTIVE"): CertificateStatus {
	if (status === "ACTIVE" || status === "INACTIVE" || status === "REVOKED") return status;
	throw invalidRequest(`status must be ACTIVE, INACTIVE or REVOKED: it is ${quote(status)}`);
}
