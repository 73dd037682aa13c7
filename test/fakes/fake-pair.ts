import { createHash } from "node:crypto";

/** A certificate and a key that belong together, as far as the firmware looks: X.509's and PKCS#1's shape around made-up bytes. */
export interface FakePair {
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER */
	readonly privateKey: Uint8Array;
	/** PKCS#1 DER: what `privateKey` wraps. */
	readonly pkcs1: Uint8Array;
}

const made = new Map<string, FakePair>();
const exponent = element(0x02, [1, 0, 1]);
const zero = element(0x02, [0]);
/** AlgorithmIdentifier { rsaEncryption, NULL }. */
const rsa = Uint8Array.from([0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0]);
const empty = element(0x30);

/**
 * The same for the same `name`, others for any other. Fillers have the length of those of RSA 2048, and begin soon: byte 100 of a key is its
 * secret already. `keyName`: a key that others share, as when a certificate is renewed for it.
 */
export function fakePair(name: string, keyName = name): FakePair {
	const id = `${name}\n${keyName}`;
	const known = made.get(id);
	if (known) return known;
	const modulus = element(0x02, [1, ...noise(`modulus ${keyName}`, 15)]);
	const publicKey = element(0x03, [0], element(0x30, modulus, exponent));
	const signed = element(0x30, zero, empty, empty, empty, empty, element(0x30, rsa, publicKey));
	const certificate = element(0x30, signed, element(0x04, noise(`certificate ${name}`, 700)));
	const pkcs1 = element(0x30, zero, modulus, exponent, element(0x04, noise(`key ${keyName}`, 1150)));
	const privateKey = element(0x30, zero, rsa, element(0x04, pkcs1));
	const pair = { certificate, privateKey, pkcs1 };
	made.set(id, pair);
	return pair;
}

function element(tag: number, ...contents: readonly ArrayLike<number>[]): Uint8Array {
	const content = contents.flatMap((one) => Array.from(one));
	const { length } = content;
	const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
	return Uint8Array.from([...head, ...content]);
}

function noise(name: string, length: number): Uint8Array {
	const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) => {
		return createHash("sha256").update(`${name} ${index}`).digest();
	});
	return Buffer.concat(blocks).subarray(0, length);
}
