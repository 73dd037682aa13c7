import { DeviceError } from "../../ports/errors.js";
import { der, derTags } from "./der.js";

/** version 0, then AlgorithmIdentifier { rsaEncryption, NULL } (RFC 5208, RFC 8017 appendix A). */
const rsaPrivateKeyInfoStart = Object.freeze([
	0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]);

/** PKCS#8 DER of a private key in a PEM block: `RSA PRIVATE KEY` (PKCS#1) is wrapped, `PRIVATE KEY` is PKCS#8 already. Throws `reply-invalid`. */
export function toPkcs8(label: string, key: Uint8Array): Uint8Array {
	checkDerSequence(key, `private key "${label}"`);
	if (label === "PRIVATE KEY") return key;
	if (label !== "RSA PRIVATE KEY") {
		throw new DeviceError("reply-invalid", `Private key is a "${label}", expected an RSA key`);
	}
	return der(derTags.sequence, rsaPrivateKeyInfoStart, der(derTags.octetString, key));
}

/** Throws `reply-invalid` unless `der` is one whole DER SEQUENCE, as certificates and keys are: a truncated one is found here, not in TLS. */
export function checkDerSequence(bytes: Uint8Array, what: string): void {
	const lengthByte = bytes[1] ?? 0;
	const lengthBytes = lengthByte < 0x80 ? 0 : lengthByte & 0x7f;
	let length = lengthByte < 0x80 ? lengthByte : 0;
	for (let index = 0; index < lengthBytes; index++) length = length * 256 + (bytes[2 + index] ?? 0);
	// 0x80 is BER's indefinite length, which DER has not.
	const complete = lengthByte !== 0x80 && bytes.length === 2 + lengthBytes + length;
	if (bytes[0] !== derTags.sequence || !complete) {
		throw new DeviceError("reply-invalid", `The ${what} is not a complete DER structure`);
	}
}
