import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";

/** What reads a DER structure of that label, and throws for any other. */
const readers: readonly (readonly [string, (der: Buffer) => unknown])[] = [
	["CERTIFICATE", (der) => new X509Certificate(der)],
	["RSA PRIVATE KEY", (key) => createPrivateKey({ key, format: "der", type: "pkcs1" })],
	["EC PRIVATE KEY", (key) => createPrivateKey({ key, format: "der", type: "sec1" })],
	["PRIVATE KEY", (key) => createPrivateKey({ key, format: "der", type: "pkcs8" })],
	["PUBLIC KEY", (key) => createPublicKey({ key, format: "der", type: "spki" })],
];

/** How what nothing above reads begins, headers of the outer and the inner SEQUENCE taken away, as hex. */
const beginnings: readonly (readonly [string, RegExp])[] = [
	// version v1(0), then the subject (RFC 2986).
	["CERTIFICATE REQUEST", /^30(?:[0-7].|81..|82....)02010030/],
	// An AlgorithmIdentifier of PBES2 or of PKCS#5 and PKCS#12's own (RFC 5958, RFC 8018, RFC 7292).
	["ENCRYPTED PRIVATE KEY", /^30(?:[0-7].|81..|82....)06(?:092a864886f70d0105|0a2a864886f70d010c)/],
	// version v3(3), and id-signedData (RFC 7292, RFC 2315).
	["PKCS12", /^02010330/],
	["PKCS7", /^06092a864886f70d010702/],
];

/** The PEM label of `der`; undefined when it is no DER structure of keys and certificates. */
export function derLabel(der: Uint8Array): string | undefined {
	if (der[0] !== 0x30) return undefined;
	const bytes = Buffer.from(der);
	const read = readers.find(([, reader]) => succeeds(() => reader(bytes)));
	if (read !== undefined) return read[0];
	const contents = bytes
		.subarray(0, 64)
		.toString("hex")
		.replace(/^30(?:[0-7].|81..|82....|83.{6}|80)/, "");
	return beginnings.find(([, beginning]) => beginning.test(contents))?.[0];
}

function succeeds(work: () => unknown): boolean {
	try {
		work();
		return true;
	} catch {
		// The parser's own error is dropped: it must never quote a key.
		return false;
	}
}
