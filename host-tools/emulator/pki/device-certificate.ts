import { type Authority, type CertificateForm, sign } from "./authority.js";
import { claimLifetimeSeconds, type IssuedCertificate } from "./pki.js";
import { x509 } from "./webcrypto.js";

/**
 * AWS dates certificates back by about two minutes, for devices whose clock is slow (docs/aws-behaviour.md,
 * "Certificates AWS makes").
 */
const backdating = 120_000;
const endOfDeviceCertificates = Date.UTC(2049, 11, 31, 23, 59, 59);

/** One OU attribute holds the whole text, as in AWS's certificates. */
const deviceIssuer = new x509.Name([
	{ OU: [{ utf8String: "Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US" }] },
]);
export const serviceGeneratedSubject = new x509.Name([{ CN: [{ utf8String: "AWS IoT Certificate" }] }]);

const claimIssuer = new x509.Name([
	{ C: [{ printableString: "US" }] },
	{ ST: [{ utf8String: "Washington" }] },
	{ L: [{ utf8String: "Seattle" }] },
	{ O: [{ utf8String: "Amazon.com Inc." }] },
	{ OU: [{ utf8String: "Amazon IoT Provisioning" }] },
	{ "2.5.4.5": [{ printableString: "1.0" }] },
]);

/** A permanent certificate. `publicKey` is DER (SubjectPublicKeyInfo), `now` ms since 1970. */
export async function issueDeviceCertificate(
	authority: Authority,
	subject: x509.Name,
	publicKey: Uint8Array,
	now: number,
): Promise<IssuedCertificate> {
	return sign(authority, {
		...form(deviceIssuer, subject, publicKey, now, endOfDeviceCertificates),
		extensions: [
			await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
			await x509.SubjectKeyIdentifierExtension.create(new x509.PublicKey(publicKey)),
			...endEntity(),
		],
	});
}

/** A claim: a random common name, no key identifiers, over after `claimLifetimeSeconds`. */
export async function issueClaimCertificate(
	authority: Authority,
	publicKey: Uint8Array,
	now: number,
): Promise<IssuedCertificate> {
	const commonName = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
	const subject = new x509.Name([{ CN: [{ utf8String: commonName }] }]);
	return sign(authority, form(claimIssuer, subject, publicKey, now, now + claimLifetimeSeconds * 1000));
}

function form(
	issuer: x509.Name,
	subject: x509.Name,
	publicKey: Uint8Array,
	now: number,
	notAfter: number,
): CertificateForm {
	return { issuer, subject, publicKey, notBefore: now - backdating, notAfter, extensions: endEntity() };
}

function endEntity(): x509.Extension[] {
	return [
		new x509.BasicConstraintsExtension(false, undefined, true),
		new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
	];
}
