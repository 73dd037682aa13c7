import type { X509Certificate } from "node:crypto";

/** Last part of the parameter's name → OpenSSL's short name of the attribute. */
const attributes = Object.freeze({
	Country: "C",
	Organization: "O",
	OrganizationalUnit: "OU",
	DistinguishedNameQualifier: "dnQualifier",
	StateName: "ST",
	CommonName: "CN",
	SerialNumber: "serialNumber",
});

/**
 * What a certificate's subject gives a template: `AWS::IoT::Certificate::CommonName` and its like, those that it has. Of several
 * values the first counts (guessed).
 */
export function subjectParameters(certificate: X509Certificate): Readonly<Record<string, string>> {
	const subject = certificate.toLegacyObject().subject as unknown as Readonly<
		Record<string, string | readonly string[] | undefined>
	> | null;
	const parameters: Record<string, string> = {};
	for (const [name, short] of Object.entries(attributes)) {
		const value = subject != null && Object.hasOwn(subject, short) ? subject[short] : undefined;
		const first = typeof value === "string" ? value : value?.[0];
		if (first !== undefined) parameters[`AWS::IoT::Certificate::${name}`] = first;
	}
	return parameters;
}
