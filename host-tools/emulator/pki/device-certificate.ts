import { type Authority, type CertificateForm, sign } from "./authority.js";
import { distinguishedName } from "./distinguished-name.js";
import { authorityKeyIdentifier, endEntity, keyUsage, subjectKeyIdentifier } from "./extensions.js";
import { claimLifetimeSeconds, type IssuedCertificate } from "./pki.js";

/**
 * AWS dates certificates back by about two minutes, for devices whose clock is slow (docs/aws-behaviour.md,
 * "Certificates AWS makes").
 */
const backdating = 120_000;
const endOfDeviceCertificates = Date.UTC(2049, 11, 31, 23, 59, 59);

/** One OU attribute holds the whole text, as in AWS's certificates. */
const deviceIssuer = distinguishedName(["OU", "Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US"]);
export const serviceGeneratedSubject = distinguishedName(["CN", "AWS IoT Certificate"]);

const claimIssuer = distinguishedName(
	["C", "US"],
	["ST", "Washington"],
	["L", "Seattle"],
	["O", "Amazon.com Inc."],
	["OU", "Amazon IoT Provisioning"],
	["serialNumber", "1.0"],
);

const usage = [endEntity, keyUsage("digitalSignature")];

/** A permanent certificate. `subject` is DER, `publicKey` too (SubjectPublicKeyInfo), `now` ms since 1970. */
export function issueDeviceCertificate(
	authority: Authority,
	subject: Uint8Array,
	publicKey: Uint8Array,
	now: number,
): Promise<IssuedCertificate> {
	const identifiers = [authorityKeyIdentifier(authority.publicKey), subjectKeyIdentifier(publicKey)];
	return sign(authority, {
		...form(deviceIssuer, subject, publicKey, now, endOfDeviceCertificates),
		extensions: [...identifiers, ...usage],
	});
}

/** A claim: a random common name, no key identifiers, over after `claimLifetimeSeconds`. */
export function issueClaimCertificate(
	authority: Authority,
	publicKey: Uint8Array,
	now: number,
): Promise<IssuedCertificate> {
	const commonName = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
	const subject = distinguishedName(["CN", commonName]);
	return sign(authority, form(claimIssuer, subject, publicKey, now, now + claimLifetimeSeconds * 1000));
}

function form(
	issuer: Uint8Array,
	subject: Uint8Array,
	publicKey: Uint8Array,
	now: number,
	notAfter: number,
): CertificateForm {
	return { issuer, subject, publicKey, notBefore: now - backdating, notAfter, extensions: usage };
}
