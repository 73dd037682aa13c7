import { createPrivateKey, createPublicKey, generatePrime } from "node:crypto";
import type { IssuedKeyPair } from "./pki.js";

const exponent = 65537n;
const primeBits = 1024;
/** FIPS 186-5, appendix A.1.3: else the modulus can be factored from its root. */
const leastDistance = 1n << BigInt(primeBits - 100);
/** Appendix A.1.1. */
const leastPrivateExponent = 1n << BigInt(primeBits);

/**
 * A key pair of the shape AWS hands out: RSA 2048 of two random probable primes (FIPS 186-5, appendix A.1.3), which OpenSSL finds in the
 * thread pool, one after the other. Its own generator of RSA keys takes more than twice as long: it makes primes by a
 * method (A.1.6) that promises more than anybody asks of 1024 bits.
 */
export async function makeRsaKeyPair(): Promise<IssuedKeyPair> {
	for (;;) {
		const pair = keyPairOf(await findPrime(), await findPrime());
		// Once in 2^99 keys there is none.
		if (pair !== undefined) return pair;
	}
}

/** Its two top bits are set, as OpenSSL makes them: the product of two has all of its bits. */
async function findPrime(): Promise<bigint> {
	for (;;) {
		const prime = await new Promise<bigint>((resolve, reject) => {
			generatePrime(primeBits, { bigint: true }, (error, found) => (error ? reject(error) : resolve(found)));
		});
		if (prime % exponent !== 1n) return prime;
	}
}

/** Undefined when the primes do not go together. */
export function keyPairOf(one: bigint, other: bigint): IssuedKeyPair | undefined {
	const [p, q] = one > other ? [one, other] : [other, one];
	if (p - q <= leastDistance) return undefined;
	const order = ((p - 1n) / greatestCommonDivisor(p - 1n, q - 1n)) * (q - 1n);
	const d = inverse(exponent, order);
	if (d <= leastPrivateExponent) return undefined;
	const numbers = { n: p * q, e: exponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
	const members = Object.entries(numbers).map(([name, number]) => [name, base64url(number)]);
	const key = createPrivateKey({ format: "jwk", key: { kty: "RSA", ...Object.fromEntries(members) } });
	return {
		publicKeyPem: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
		privateKeyPem: key.export({ type: "pkcs1", format: "pem" }).toString(),
	};
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	let [larger, smaller] = [a, b];
	while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
	return larger;
}

/** `number`'s inverse modulo `modulus`, with which it has no factor in common. */
function inverse(number: bigint, modulus: bigint): bigint {
	let [rest, next] = [modulus, number];
	let [factor, nextFactor] = [0n, 1n];
	while (next !== 0n) {
		const quotient = rest / next;
		[rest, next] = [next, rest - quotient * next];
		[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
	}
	return factor < 0n ? factor + modulus : factor;
}

function base64url(number: bigint): string {
	const hex = number.toString(16);
	return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
}
