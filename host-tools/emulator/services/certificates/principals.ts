import { nameOfArn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import { checkCertificateId, invalid, quote } from "../checks.js";
import type { Certificate } from "../registry.js";
import type { RegistryState } from "../state.js";

/** The id in a certificate ARN of this account. Throws InvalidRequestException for anything else: Cognito identities and thing groups are not there. */
export function certificateIdOfPrincipal(member: "principal" | "target", principal: string): string {
	const id = nameOfArn("cert", principal);
	if (id !== undefined && /^[a-f0-9]{64}$/.test(id)) return checkCertificateId(id);
	throw invalid(`${member} must be the ARN of a certificate of this account: it is ${quote(principal)}`);
}

/** The certificate behind a principal. Throws ResourceNotFoundException; a claim counts as not there, AWS lists claims nowhere. */
export function certificateOfPrincipal(
	state: RegistryState,
	member: "principal" | "target",
	principal: string,
): Certificate {
	return existingCertificate(state, certificateIdOfPrincipal(member, principal));
}

/** `id` in any spelling AWS accepts. */
export function existingCertificate(state: RegistryState, id: string): Certificate {
	const certificateId = checkCertificateId(id);
	const certificate = state.certificates.get(certificateId);
	if (certificate && certificate.claimForTemplate === undefined) return certificate;
	const why = certificate ? "is a provisioning claim, which only its device can use" : "does not exist";
	throw new AwsError("ResourceNotFoundException", `Certificate ${certificateId} ${why}`);
}
