import { DeviceError } from "../../ports/errors.js";

interface Element {
	readonly tag: number;
	readonly start: number;
	readonly contentStart: number;
	readonly end: number;
}

/** [0] EXPLICIT: the version, which X.509 version 1 certificates leave out. */
const versionTag = 0xa0;

/** DER of the SubjectPublicKeyInfo in an X.509 certificate (RFC 5280, section 4.1). Throws `bootstrap-invalid`. */
export function certificatePublicKey(certificate: Uint8Array): Uint8Array {
	const parts = innerParts(certificate);
	// serial number, signature, issuer, validity, subject
	const { start, end } = partOf(parts, (parts[0]?.tag === versionTag ? 1 : 0) + 5);
	return certificate.slice(start, end);
}

/** DER of the SubjectPublicKeyInfo in a PKCS#10 request (RFC 2986, section 4.1). Throws `bootstrap-invalid`. */
export function requestPublicKey(request: Uint8Array): Uint8Array {
	// version, subject
	const { start, end } = partOf(innerParts(request), 2);
	return request.slice(start, end);
}

/**
 * Whether an RSA private key (PKCS#8 DER) is the one an X.509 certificate is for: both name modulus and public exponent. Throws
 * `bootstrap-invalid` where either is malformed; a key that is not RSA is nobody's.
 */
export function isKeyOf(privateKey: Uint8Array, certificate: Uint8Array): boolean {
	const own = keyNumbers(privateKey);
	const certified = certifiedNumbers(certificate);
	return own.length === certified.length && own.every((byte, index) => byte === certified[index]);
}

/** Modulus and public exponent, two INTEGERs, in a PKCS#8 private key (RFC 5208) around an RSAPrivateKey (RFC 8017, appendix A.1.2). */
function keyNumbers(privateKey: Uint8Array): Uint8Array {
	const outer = readElement(privateKey, 0, privateKey.length);
	// version, algorithm
	const wrapper = partOf(partsOf(privateKey, outer), 2);
	const numbers = partsOf(privateKey, readElement(privateKey, wrapper.contentStart, wrapper.end));
	// version
	return privateKey.subarray(partOf(numbers, 1).start, partOf(numbers, 2).end);
}

/** The same of the RSAPublicKey in a certificate's SubjectPublicKeyInfo. */
function certifiedNumbers(certificate: Uint8Array): Uint8Array {
	const info = certificatePublicKey(certificate);
	const bits = partOf(partsOf(info, readElement(info, 0, info.length)), 1);
	// The first byte of a BIT STRING counts unused bits.
	const numbers = partsOf(info, readElement(info, bits.contentStart + 1, bits.end));
	return info.subarray(partOf(numbers, 0).start, partOf(numbers, 1).end);
}

/** Both structures are a SEQUENCE whose first element is the SEQUENCE that was signed. */
function innerParts(bytes: Uint8Array): readonly Element[] {
	const outer = readElement(bytes, 0, bytes.length);
	return partsOf(bytes, readElement(bytes, outer.contentStart, outer.end));
}

function partsOf(bytes: Uint8Array, { contentStart, end }: Element): readonly Element[] {
	const parts: Element[] = [];
	for (let offset = contentStart; offset < end; ) {
		const part = readElement(bytes, offset, end);
		parts.push(part);
		offset = part.end;
	}
	return parts;
}

function partOf(parts: readonly Element[], index: number): Element {
	const part = parts[index];
	if (!part) throw malformed();
	return part;
}

/** Tags of one byte and lengths of up to 65535 are all there is in a certificate. */
function readElement(bytes: Uint8Array, offset: number, limit: number): Element {
	const [tag, first, second, third] = bytes.subarray(offset, offset + 4);
	if (tag === undefined || first === undefined) throw malformed();
	const more = first < 0x80 ? 0 : first - 0x80;
	const length =
		more === 0 ? first : more === 1 ? second : more === 2 ? ((second ?? 0) << 8) | (third ?? 0) : undefined;
	if (length === undefined || first === 0x80) throw malformed();
	const contentStart = offset + 2 + more;
	const end = contentStart + length;
	if (end > limit) throw malformed();
	return { tag, start: offset, contentStart, end };
}

function malformed(): DeviceError {
	return new DeviceError("bootstrap-invalid", "The certificate or its key is malformed; write a new bootstrap");
}
