import { DeviceError } from "./errors.js";

const sequenceTag = 0x30;
const octetStringTag = 0x04;
/** version 0, then AlgorithmIdentifier { rsaEncryption, NULL } (RFC 5208, RFC 8017 appendix A). */
const rsaPrivateKeyInfoStart = Object.freeze([
	0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]);

/** PKCS#8 DER of a private key in a PEM block: `RSA PRIVATE KEY` (PKCS#1) is wrapped, `PRIVATE KEY` is PKCS#8 already. Throws `reply-invalid`. */
export function toPkcs8(label: string, der: Uint8Array): Uint8Array {
	checkDerSequence(der, `private key "${label}"`);
	if (label === "PRIVATE KEY") return der;
	if (label !== "RSA PRIVATE KEY") {
		throw new DeviceError("reply-invalid", `Private key is a "${label}", expected an RSA key`);
	}
	const octets = wrap(octetStringTag, der);
	return wrap(sequenceTag, Uint8Array.from([...rsaPrivateKeyInfoStart, ...octets]));
}

/** Throws `reply-invalid` unless `der` is one whole DER SEQUENCE, as certificates and keys are: a truncated one is found here, not in TLS. */
export function checkDerSequence(der: Uint8Array, what: string): void {
	const lengthByte = der[1] ?? 0;
	const lengthBytes = lengthByte < 0x80 ? 0 : lengthByte & 0x7f;
	let length = lengthByte < 0x80 ? lengthByte : 0;
	for (let index = 0; index < lengthBytes; index++) length = length * 256 + (der[2 + index] ?? 0);
	// 0x80 is BER's indefinite length, which DER has not.
	const complete = lengthByte !== 0x80 && der.length === 2 + lengthBytes + length;
	if (der[0] !== sequenceTag || !complete) {
		throw new DeviceError("reply-invalid", `The ${what} is not a complete DER structure`);
	}
}

function wrap(tag: number, content: Uint8Array): Uint8Array {
	const length = content.length;
	const head =
		length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
	const wrapped = new Uint8Array(head.length + length);
	wrapped.set(head);
	wrapped.set(content, head.length);
	return wrapped;
}
