import { memberOf } from "../member-of.js";
import type { PemBlock } from "./pem-blocks.js";

/** What a block is, as errors call it, and what to do when it stands where something else should. */
interface Kind {
	readonly what: string;
	readonly mend?: string;
}

const kinds: Readonly<Record<string, Kind>> = Object.freeze({
	CERTIFICATE: { what: "a certificate" },
	"TRUSTED CERTIFICATE": { what: "a certificate" },
	"PRIVATE KEY": { what: "a private key" },
	"RSA PRIVATE KEY": { what: "a private key" },
	"EC PRIVATE KEY": { what: "a private key" },
	"ENCRYPTED PRIVATE KEY": { what: "an encrypted private key" },
	"PUBLIC KEY": publicKey(),
	"RSA PUBLIC KEY": publicKey(),
	"CERTIFICATE REQUEST": request(),
	"NEW CERTIFICATE REQUEST": request(),
	"OPENSSH PRIVATE KEY": {
		what: "a key of OpenSSH",
		mend: "a copy of it in PEM: ssh-keygen -p -m PEM -f COPY, with an empty passphrase",
	},
	PKCS12: { what: "a PKCS#12 store", mend: "take it apart: openssl pkcs12 -in FILE -nodes -out PEM" },
	PKCS7: { what: "a PKCS#7 bundle", mend: "take it apart: openssl pkcs7 -print_certs -in FILE -out PEM" },
});

function publicKey(): Kind {
	return { what: "a public key", mend: "give the private key that was made with it, or the certificate: another file" };
}

function request(): Kind {
	return {
		what: "a certificate signing request",
		mend: "have it signed (aws iot create-certificate-from-csr), and give the certificate that comes of it",
	};
}

export const isCertificate = ({ label }: PemBlock) => memberOf(kinds, label)?.what === "a certificate";
/** Encrypted or not. */
export const isPrivateKey = ({ label }: PemBlock) => label.endsWith("PRIVATE KEY") && label !== "OPENSSH PRIVATE KEY";

/** What blocks are, for "… but a certificate". */
export function describeBlocks(blocks: readonly PemBlock[]): string {
	return [...new Set(blocks.map(({ label }) => memberOf(kinds, label)?.what ?? `"${label}"`))].join(" and ");
}

/** What to do with blocks where something else should be; undefined: name another file. */
export function mendBlocks(blocks: readonly PemBlock[]): string | undefined {
	return blocks.map(({ label }) => memberOf(kinds, label)?.mend).find((mend) => mend !== undefined);
}
