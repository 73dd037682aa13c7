import type { ModularArithmetic } from "../../ports/modular-arithmetic.js";
import { greatestCommonDivisor, inverse } from "./number-theory.js";
import type { Slices } from "./slices.js";

/** Bits of the modulus. AWS IoT takes 2048 and more; the SDK's TLS grows slower with each. */
export const modulusBits = 2048;
export const publicExponent = 65537n;

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

/** The key of two different primes; `publicExponent` divides neither of them minus 1. */
export async function assembleKey(
	prime1: bigint,
	prime2: bigint,
	arithmetic: ModularArithmetic,
	slices: Slices,
): Promise<RsaPrivateKey> {
	await slices.next();
	const [last1, last2] = [prime1 - 1n, prime2 - 1n];
	// Carmichael's function, as FIPS 186-5 section A.1.1 has it, not Euler's.
	const order = (last1 / greatestCommonDivisor(last1, last2)) * last2;
	const privateExponent = inverse(publicExponent, order);
	await slices.next();
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
