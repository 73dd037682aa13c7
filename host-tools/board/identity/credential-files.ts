import { createHash, createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readTextFile } from "../../base/files/read-text-file.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import { readAwsCredential } from "./aws-credential-json.js";
import { type PemBlock, readPemBlocks } from "./pem-blocks.js";

/** Where a certificate and its key are: in one file, AWS's JSON or PEM with both, or in two, or the key in the device alone. */
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
 * Reads what people have: the AWS CLI's JSON of `create-provisioning-claim` or `create-keys-and-certificate`, or PEM files with a
 * PKCS#1 or PKCS#8 key and any damage to their line ends.
 *
 * Rejects with ToolError `file-missing`, `file-invalid`, `credential-invalid` (swapped, of another key, encrypted, not RSA) or
 * `credential-expired`; none quotes what was read.
 */
export async function readCredentialFiles(paths: CredentialPaths, now: Date = new Date()): Promise<CheckedCredential> {
	if (!("credential" in paths)) {
		return readPair(paths.certificate, paths.privateKey, now);
	}
	const path = paths.credential;
	const text = await readTextFile(path);
	const aws = readAwsCredential(path, text);
	const blocks = blocksOf(path, aws === undefined ? text : `${aws.certificatePem}\n${aws.privateKeyPem}`);
	return check(firstCertificate(path, blocks), firstKey(path, blocks), aws?.expiresAt, now);
}

async function readPair(certificate: string, privateKey: string | undefined, now: Date): Promise<CheckedCredential> {
	const certificates = blocksOf(certificate, await readTextFile(certificate));
	if (privateKey === undefined) return check(firstCertificate(certificate, certificates), undefined, undefined, now);
	const keys = blocksOf(privateKey, await readTextFile(privateKey));
	checkNotSwapped({ certificate, privateKey }, certificates, keys);
	return check(firstCertificate(certificate, certificates), firstKey(privateKey, keys), undefined, now);
}

function blocksOf(path: string, text: string): readonly PemBlock[] {
	try {
		return readPemBlocks(text);
	} catch (error) {
		throw new ToolError("file-invalid", `${path}: ${(error as Error).message}`, { next: (error as ToolError).next });
	}
}

const isKey = ({ label }: PemBlock) => label.endsWith("PRIVATE KEY");
const isCertificate = ({ label }: PemBlock) => label === "CERTIFICATE" || label === "TRUSTED CERTIFICATE";

function checkNotSwapped(
	paths: { readonly certificate: string; readonly privateKey: string },
	certificates: readonly PemBlock[],
	keys: readonly PemBlock[],
): void {
	if (certificates.some(isCertificate) || keys.some(isKey)) return;
	if (!certificates.some(isKey) || !keys.some(isCertificate)) return;
	throw invalid(
		`${paths.certificate} holds the private key and ${paths.privateKey} the certificate`,
		"swap the two files",
	);
}

function firstCertificate(path: string, blocks: readonly PemBlock[]): X509Certificate {
	const block = blocks.find(isCertificate);
	if (block === undefined)
		throw invalid(`${path} holds no certificate${instead(blocks)}`, "name the file that begins with BEGIN CERTIFICATE");
	try {
		return new X509Certificate(block.der);
	} catch {
		throw new ToolError("file-invalid", `The certificate in ${path} is damaged`, {
			next: "get it again from where it was made",
		});
	}
}

function firstKey(path: string, blocks: readonly PemBlock[]): KeyObject {
	const block = blocks.find(isKey);
	if (block === undefined)
		throw invalid(
			`${path} holds no private key${instead(blocks)}`,
			"name the file that begins with BEGIN … PRIVATE KEY",
		);
	if (block.encrypted || block.label === "ENCRYPTED PRIVATE KEY") {
		throw invalid(
			`The private key in ${path} is encrypted with a passphrase`,
			"decrypt it first: openssl pkey -in FILE -out PLAIN",
		);
	}
	try {
		return createPrivateKey({ key: Buffer.from(block.der), format: "der", type: keyType(block.label) });
	} catch {
		// The parser's own error is dropped: it must never quote a key.
		throw new ToolError("file-invalid", `The private key in ${path} is damaged`, {
			next: "get it again from where it was made",
		});
	}
}

function keyType(label: string): "pkcs1" | "sec1" | "pkcs8" {
	if (label === "RSA PRIVATE KEY") return "pkcs1";
	return label === "EC PRIVATE KEY" ? "sec1" : "pkcs8";
}

function instead(blocks: readonly PemBlock[]): string {
	const labels = [...new Set(blocks.map(({ label }) => label))];
	return labels.length === 0 ? ": it is no PEM text" : ` but ${labels.join(", ")}`;
}

function check(
	certificate: X509Certificate,
	key: KeyObject | undefined,
	claimExpiresAt: number | undefined,
	now: Date,
): CheckedCredential {
	if (key !== undefined) checkKey(certificate, key);
	const [notBefore, notAfter] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
	if (notAfter <= now.getTime()) throw expired("certificate", notAfter);
	if (notBefore > now.getTime() + clockToleranceMs) {
		throw invalid(`The certificate is not valid before ${iso(notBefore)}`, "check this machine's clock");
	}
	if (claimExpiresAt !== undefined && claimExpiresAt <= now.getTime()) throw expired("claim", claimExpiresAt);
	const certificateId = createHash("sha256").update(certificate.raw).digest("hex");
	const privateKey = key && new Uint8Array(key.export({ format: "der", type: "pkcs8" }));
	return { certificate: new Uint8Array(certificate.raw), privateKey, certificateId, claimExpiresAt, notAfter };
}

function checkKey(certificate: X509Certificate, key: KeyObject): void {
	if (key.asymmetricKeyType !== "rsa") {
		throw invalid(
			`The private key is ${key.asymmetricKeyType}, and devices have RSA only`,
			"make an RSA key of 2048 bits",
		);
	}
	if (!certificate.checkPrivateKey(key)) {
		throw invalid("The private key is not the key of the certificate", "name the two files that were made together");
	}
}

/** Clocks differ, and a certificate made a moment ago is good. */
const clockToleranceMs = 5 * 60_000;

function expired(what: string, time: number): ToolError {
	return failure("credential-expired", `The ${what} expired at ${iso(time)}`, `make a new ${what}`);
}

function iso(time: number): string {
	return new Date(time).toISOString();
}

function invalid(message: string, next: string): ToolError {
	return failure("credential-invalid", message, next);
}

function failure(code: ToolErrorCode, message: string, next: string): ToolError {
	return new ToolError(code, message, { next });
}
