import { DeviceError } from "../../ports/errors.js";
import { findPrime } from "./prime-search.js";
import type { PrimalityTools } from "./probable-prime.js";
import { assembleKey, modulusBits, publicExponent, type RsaPrivateKey } from "./rsa-key.js";
import type { Slices } from "./slices.js";
import { oddPrimesBelow } from "./small-primes.js";

const primeBits = modulusBits / 2;
/** More divisors save few exponentiations: docs/adr/keys-on-the-device.md. */
const smallPrimeLimit = 1 << 15;
/** A second try is needed once in 2^99 keys. */
const tries = 4;

/** An RSA 2048 key of two random probable primes (FIPS 186-5, appendix A.1.3). Rejects with `closed`, or `internal` where the bytes are not random. */
export async function makeRsaKey(tools: PrimalityTools, slices: Slices): Promise<RsaPrivateKey> {
	await slices.next();
	const smallPrimes = oddPrimesBelow(smallPrimeLimit);
	const search = { ...tools, bits: primeBits, exponent: publicExponent, smallPrimes };
	for (let attempt = 0; attempt < tries; attempt += 1) {
		const prime1 = await findPrime(search, slices);
		const prime2 = await findPrime(search, slices);
		if (!areFarApart(prime1, prime2)) continue;
		const key = await assembleKey(prime1, prime2, tools.arithmetic, slices);
		if (key.privateExponent > 1n << BigInt(primeBits)) return key;
	}
	throw new DeviceError("internal", "The random bytes are not random: four pairs of primes were too close together");
}

/** FIPS 186-5, appendix A.1.3, step 5.4: else the modulus can be factored from its root. */
export function areFarApart(prime1: bigint, prime2: bigint): boolean {
	const distance = prime1 > prime2 ? prime1 - prime2 : prime2 - prime1;
	return distance > 1n << BigInt(primeBits - 100);
}
