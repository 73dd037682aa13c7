import { DeviceError } from "../../ports/errors.js";
import type { ModularArithmetic } from "../../ports/modular-arithmetic.js";
import type { CooperativeTask } from "./cooperative-task.js";
import type { PrimalityTools } from "./primality.js";
import { findPrime, oddPrimesBelow } from "./primes.js";

/** Bits of the modulus. AWS IoT takes 2048 and more; the SDK's TLS grows slower with each. */
export const modulusBits = 2048;
const publicExponent = 65537n;
const primeBits = modulusBits / 2;
/** More divisors save few exponentiations: docs/adr/keys-on-the-device.md. */
const smallPrimeLimit = 1 << 15;
/** A second try is needed once in 2^99 keys. */
const tries = 4;

export interface RsaPublicKey {
	readonly modulus: bigint;
	readonly publicExponent: bigint;
}

/** RSAPrivateKey of RFC 8017, appendix A.1.2. */
export interface RsaPrivateKey extends RsaPublicKey {
	readonly privateExponent: bigint;
	readonly prime1: bigint;
	readonly prime2: bigint;
	readonly exponent1: bigint;
	readonly exponent2: bigint;
	/** prime2's inverse modulo prime1. */
	readonly coefficient: bigint;
}

/** An RSA 2048 key of two random probable primes (FIPS 186-5, appendix A.1.3). Rejects with `closed`, or `internal` where the bytes are not random. */
export async function makeRsaKey(tools: PrimalityTools, task: CooperativeTask): Promise<RsaPrivateKey> {
	await task.yield();
	const { arithmetic, random } = tools;
	const smallPrimes = oddPrimesBelow(smallPrimeLimit);
	const search = { arithmetic, random, bits: primeBits, exponent: publicExponent, smallPrimes };
	for (let attempt = 0; attempt < tries; attempt += 1) {
		const prime1 = await findPrime(search, task);
		const prime2 = await findPrime(search, task);
		if (!areFarApart(prime1, prime2)) continue;
		const key = await assembleKey(prime1, prime2, arithmetic, task);
		if (key.privateExponent > 1n << BigInt(primeBits)) return key;
	}
	throw new DeviceError("internal", "The random bytes are not random: four pairs of primes were too close together");
}

/** FIPS 186-5, appendix A.1.3, step 5.4: else the modulus can be factored from its root. */
export function areFarApart(prime1: bigint, prime2: bigint): boolean {
	const distance = prime1 > prime2 ? prime1 - prime2 : prime2 - prime1;
	return distance > 1n << BigInt(primeBits - 100);
}

/** The key of two different primes; `publicExponent` divides neither of them minus 1. */
async function assembleKey(
	prime1: bigint,
	prime2: bigint,
	arithmetic: ModularArithmetic,
	task: CooperativeTask,
): Promise<RsaPrivateKey> {
	await task.yield();
	const [last1, last2] = [prime1 - 1n, prime2 - 1n];
	// Carmichael's function, as FIPS 186-5 section A.1.1 has it, not Euler's.
	const order = (last1 / greatestCommonDivisor(last1, last2)) * last2;
	const privateExponent = inverse(publicExponent, order);
	await task.yield();
	return {
		modulus: prime1 * prime2,
		publicExponent,
		privateExponent,
		prime1,
		prime2,
		exponent1: privateExponent % last1,
		exponent2: privateExponent % last2,
		// Fermat: no Euclid, whose steps on XS would each leave three numbers to collect.
		coefficient: arithmetic.power(prime2 % prime1, prime1 - 2n, prime1),
	};
}

/** Greatest common divisor of two positive numbers. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	let [larger, smaller] = [a, b];
	while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
	return larger;
}

/** `number`'s inverse modulo `modulus`, with which it has no factor in common; 0 < number < modulus. Quick when one of them is small. */
export function inverse(number: bigint, modulus: bigint): bigint {
	let [rest, next] = [modulus, number];
	let [factor, nextFactor] = [0n, 1n];
	while (next !== 0n) {
		const quotient = rest / next;
		[rest, next] = [next, rest - quotient * next];
		[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
	}
	return factor < 0n ? factor + modulus : factor;
}
