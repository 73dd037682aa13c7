import { createHash, type KeyObject, type X509Certificate } from "node:crypto";
import { decodeText } from "../../base/files/decode-text.js";
import { readInputFile } from "../../base/files/read-input-file.js";
import type { KeySource } from "../../base/keys/key-blocks.js";
import { certificatesIn, holdsPrivateKey, keyPairIn } from "../../base/keys/read-keys.js";
import { ToolError } from "../../base/tool-error.js";
import { claimExpiryIn } from "./claim-expiry.js";
import { claimFilesBeside } from "./claim-files.js";

/** Where a certificate and its key are: in one file, as the AWS CLI prints them or PEM, or in two, or the key in the device alone. */
export type CredentialPaths =
	| { readonly credential: string }
	| { readonly certificate: string; readonly privateKey: string | undefined };

/** A certificate and its key, checked: they belong together and the certificate is good now. */
export interface CheckedCredential {
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER; undefined where the device has it. */
	readonly privateKey: Uint8Array | undefined;
	/** As AWS has it: lower-case hex SHA-256 of the certificate. */
	readonly certificateId: string;
	/** Of a claim, as AWS says it, in ms since 1970; undefined for a certificate of a device's own. */
	readonly claimExpiresAt: number | undefined;
	/** Of the certificate, in ms since 1970. */
	readonly notAfter: number;
}

/**
 * Reads what people have: what the AWS CLI prints for `create-provisioning-claim` or `create-keys-and-certificate` in any of its output
 * formats, a bootstrap file, the note of `claim create --out` with the files beside it, or PEM and DER in any form that `keyBlocksIn` reads.
 *
 * Rejects with ToolError `file-missing`, `file-invalid`, `credential-invalid` (swapped, of another key, encrypted, not RSA) or
 * `credential-expired`; none quotes what was read.
 */
export async function readCredentialFiles(paths: CredentialPaths, now: Date = new Date()): Promise<CheckedCredential> {
	if ("credential" in paths) {
		const source = await fileSource("--credential", paths.credential);
		const expiresAt = claimExpiryIn(source.name, decodeText(source.content));
		const beside = claimFilesBeside(paths.credential);
		const pair =
			beside === undefined
				? keyPairIn(source, source)
				: keyPairIn(await fileSource("", beside.certificate), await fileSource("", beside.privateKey));
		return check(pair.certificate, pair.privateKey, expiresAt, now);
	}
	const ofCertificate = await fileSource("--certificate", paths.certificate);
	if (paths.privateKey === undefined && !holdsPrivateKey(ofCertificate)) {
		const certificates = certificatesIn(ofCertificate);
		// Which one the device's key belongs to only the device knows; of a chain it is none of the authorities'.
		const own = certificates.find(({ ca }) => !ca) ?? certificates[0];
		return check(own as X509Certificate, undefined, undefined, now);
	}
	const ofKey = paths.privateKey === undefined ? ofCertificate : await fileSource("--private-key", paths.privateKey);
	const pair = keyPairIn(ofCertificate, ofKey);
	return check(pair.certificate, pair.privateKey, undefined, now);
}

async function fileSource(option: string, path: string): Promise<KeySource & { readonly content: Uint8Array }> {
	return { name: `${option} ${path}`.trim(), content: await readInputFile(path) };
}

function check(
	certificate: X509Certificate,
	key: KeyObject | undefined,
	claimExpiresAt: number | undefined,
	now: Date,
): CheckedCredential {
	const [notBefore, notAfter] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
	if (notAfter <= now.getTime()) throw expired("certificate", notAfter);
	if (notBefore > now.getTime() + clockToleranceMs) {
		throw new ToolError("credential-invalid", `The certificate is not valid before ${iso(notBefore)}`, {
			next: "check this machine's clock",
		});
	}
	if (claimExpiresAt !== undefined && claimExpiresAt <= now.getTime()) throw expired("claim", claimExpiresAt);
	const certificateId = createHash("sha256").update(certificate.raw).digest("hex");
	const privateKey = key && new Uint8Array(key.export({ format: "der", type: "pkcs8" }));
	return { certificate: new Uint8Array(certificate.raw), privateKey, certificateId, claimExpiresAt, notAfter };
}

/** Clocks differ, and a certificate made a moment ago is good. */
const clockToleranceMs = 5 * 60_000;

function expired(what: string, time: number): ToolError {
	return new ToolError("credential-expired", `The ${what} expired at ${iso(time)}`, { next: `make a new ${what}` });
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
