import { createHash } from "node:crypto";
import { isIPv4 } from "node:net";
import { bitString, der, derTrue, elementsIn, integer, objectId, octetString, sequence } from "./der.js";

/** Extensions of certificates, as DER (RFC 5280, 4.2). */

export const endEntity = extension("2.5.29.19", sequence(), true);
/** `pathLength`: authorities that may stand between it and an end entity. */
export const authority = (pathLength: number): Buffer =>
	extension("2.5.29.19", sequence(derTrue, integer(pathLength)), true);

/** Bits of KeyUsage as they stand in its first byte. */
const usages = Object.freeze({ digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04, cRLSign: 0x02 });

export function keyUsage(...names: readonly (keyof typeof usages)[]): Buffer {
	const bits = names.reduce((all, name) => all | usages[name], 0);
	const unused = 31 - Math.clz32(bits & -bits);
	return extension("2.5.29.15", bitString(Buffer.of(bits), unused), true);
}

export const serverAuthentication = extension("2.5.29.37", sequence(objectId("1.3.6.1.5.5.7.3.1")));

export function alternativeNames(names: readonly string[], addresses: readonly string[]): Buffer {
	const dns = names.map((name) => der(0x82, Buffer.from(name)));
	const ip = addresses.map((address) => der(0x87, addressBytes(address)));
	return extension("2.5.29.17", sequence(...dns, ...ip));
}

/** `publicKey`: SubjectPublicKeyInfo of the certificate's own key. */
export function subjectKeyIdentifier(publicKey: Uint8Array): Buffer {
	return extension("2.5.29.14", octetString(keyIdentifier(publicKey)));
}

/** `publicKey`: SubjectPublicKeyInfo of the key that signs. */
export function authorityKeyIdentifier(publicKey: Uint8Array): Buffer {
	return extension("2.5.29.35", sequence(der(0x80, keyIdentifier(publicKey))));
}

/** SHA-1 of the key's bits: method 1 of RFC 5280, 4.2.1.2. */
function keyIdentifier(publicKey: Uint8Array): Buffer {
	const bits = elementsIn(publicKey)[1]?.content.subarray(1);
	if (bits === undefined) throw new Error("a SubjectPublicKeyInfo without a key");
	return createHash("sha1").update(bits).digest();
}

function extension(id: string, value: Uint8Array, isCritical = false): Buffer {
	return sequence(objectId(id), ...(isCritical ? [derTrue] : []), octetString(value));
}

function addressBytes(address: string): Buffer {
	if (isIPv4(address)) return Buffer.from(address.split(".").map(Number));
	// A URL has it in hex groups throughout.
	const [left = "", right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
	const groups = (text = "") => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
	const [before, behind] = [groups(left), groups(right)];
	const zeros = Array.from({ length: 8 - before.length - behind.length }, () => 0);
	return Buffer.from([...before, ...zeros, ...behind].flatMap((group) => [group >> 8, group & 0xff]));
}
