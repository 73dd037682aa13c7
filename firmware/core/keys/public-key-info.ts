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
	return slice(certificate, parts[(parts[0]?.tag === versionTag ? 1 : 0) + 5]);
}

/** DER of the SubjectPublicKeyInfo in a PKCS#10 request (RFC 2986, section 4.1). Throws `bootstrap-invalid`. */
export function requestPublicKey(request: Uint8Array): Uint8Array {
	// version, subject
	return slice(request, innerParts(request)[2]);
}

/** Both structures are a SEQUENCE whose first element is the SEQUENCE that was signed. */
function innerParts(bytes: Uint8Array): readonly Element[] {
	const outer = readElement(bytes, 0, bytes.length);
	const signed = readElement(bytes, outer.contentStart, outer.end);
	const parts: Element[] = [];
	for (let offset = signed.contentStart; offset < signed.end; ) {
		const part = readElement(bytes, offset, signed.end);
		parts.push(part);
		offset = part.end;
	}
	return parts;
}

function slice(bytes: Uint8Array, element: Element | undefined): Uint8Array {
	if (!element) throw malformed();
	return bytes.slice(element.start, element.end);
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
	return new DeviceError("bootstrap-invalid", "The certificate is malformed; write a new bootstrap");
}
