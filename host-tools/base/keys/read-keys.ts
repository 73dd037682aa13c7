import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { ToolError } from "../tool-error.js";
import { describeBlocks, isCertificate, isPrivateKey, mendBlocks } from "./block-kinds.js";
import { type KeySource, keyBlocksIn } from "./key-blocks.js";
import type { PemBlock } from "./pem-blocks.js";

/** A certificate and its key. */
export interface KeyPair {
	readonly certificate: X509Certificate;
	readonly privateKey: KeyObject;
}

/** The certificates of a source, one or more. Throws ToolError `file-invalid` (damaged), `credential-invalid` (something else). */
export function certificatesIn(source: KeySource): readonly X509Certificate[] {
	const blocks = keyBlocksIn(source);
	const certificates = blocks.filter(isCertificate);
	if (certificates.length === 0) {
		throw missing(source, "certificate", blocks, "give the text that begins with BEGIN CERTIFICATE, or its DER");
	}
	return certificates.map(({ der }) => parse(source, "certificate", () => new X509Certificate(der)));
}

/** Whether it can be read or not. Throws ToolError `file-invalid`. */
export function holdsPrivateKey(source: KeySource): boolean {
	return keyBlocksIn(source).some(isPrivateKey);
}

/** The private key of a source. Throws as `certificatesIn`; one that is encrypted is `credential-invalid`. */
export function privateKeyIn(source: KeySource): KeyObject {
	const blocks = keyBlocksIn(source);
	const block = blocks.find(isPrivateKey);
	if (block === undefined) {
		throw missing(source, "private key", blocks, "give the text that begins with BEGIN … PRIVATE KEY, or its DER");
	}
	const { label, der, encrypted } = block;
	if (encrypted || label === "ENCRYPTED PRIVATE KEY") {
		throw invalid(
			`The private key in ${source.name} is encrypted with a passphrase`,
			"decrypt it first: openssl pkey -in FILE -out PLAIN",
		);
	}
	return parse(source, "private key", () =>
		createPrivateKey({ key: Buffer.from(der), format: "der", type: keyType(label) }),
	);
}

/**
 * A certificate and its key, of one source or of two; of a chain it is the certificate that the key belongs to. Throws as `certificatesIn` and
 * `privateKeyIn`, and `credential-invalid` for a key that is not RSA or of another certificate, and for two sources that are swapped.
 */
export function keyPairIn(ofCertificate: KeySource, ofKey: KeySource): KeyPair {
	checkNotSwapped(ofCertificate, ofKey);
	const certificates = certificatesIn(ofCertificate);
	const privateKey = privateKeyIn(ofKey);
	if (privateKey.asymmetricKeyType !== "rsa") {
		throw invalid(
			`The private key in ${ofKey.name} is of type ${privateKey.asymmetricKeyType}, and devices have RSA only`,
			"make an RSA key of 2048 bits, and a certificate for it",
		);
	}
	const certificate = certificates.find((one) => one.checkPrivateKey(privateKey));
	if (certificate !== undefined) return { certificate, privateKey };
	throw invalid(
		`The private key in ${ofKey.name} is not the key of the certificate in ${ofCertificate.name}`,
		"give the two that were made together",
	);
}

function checkNotSwapped(ofCertificate: KeySource, ofKey: KeySource): void {
	const [certificates, keys] = [keyBlocksIn(ofCertificate), keyBlocksIn(ofKey)];
	if (certificates.some(isCertificate) || keys.some(isPrivateKey)) return;
	if (!certificates.some(isPrivateKey) || !keys.some(isCertificate)) return;
	throw invalid(`${ofCertificate.name} holds the private key and ${ofKey.name} the certificate`, "swap the two");
}

function keyType(label: string): "pkcs1" | "sec1" | "pkcs8" {
	if (label === "RSA PRIVATE KEY") return "pkcs1";
	return label === "EC PRIVATE KEY" ? "sec1" : "pkcs8";
}

function parse<T>({ name }: KeySource, what: string, work: () => T): T {
	try {
		return work();
	} catch {
		// The parser's own error is dropped: it must never quote a key.
		throw new ToolError("file-invalid", `The ${what} in ${name} is damaged`, {
			next: "get it again, all of it, from where it was made",
		});
	}
}

function missing({ name }: KeySource, what: string, blocks: readonly PemBlock[], next: string): ToolError {
	const instead = blocks.length === 0 ? ": it is neither PEM nor DER" : ` but ${describeBlocks(blocks)}`;
	return invalid(`${name} holds no ${what}${instead}`, mendBlocks(blocks) ?? next);
}

function invalid(message: string, next: string): ToolError {
	return new ToolError("credential-invalid", message, { next });
}
