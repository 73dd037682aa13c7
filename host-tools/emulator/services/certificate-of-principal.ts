import type { ArnScope } from "../arn.js";
import { AwsError } from "../aws-error.js";
import type { Certificate, Certificates } from "./certificates/certificates.js";
import { certificateIdOfPrincipal } from "./checks.js";

/** The certificate of that ARN. Throws InvalidRequestException when it is none, ResourceNotFoundException when nothing has it. */
export function certificateOfPrincipal(
	{ certificates, home }: { readonly certificates: Pick<Certificates, "describeCertificate">; readonly home: ArnScope },
	member: "principal" | "target",
	principal: string,
): Certificate {
	const certificate = certificates.describeCertificate(certificateIdOfPrincipal(member, principal, home.accountId));
	if (certificate.certificateArn === principal) return certificate;
	throw new AwsError(
		"ResourceNotFoundException",
		`There is no ${principal}: the certificate was made in another region, and is ${certificate.certificateArn}`,
	);
}
