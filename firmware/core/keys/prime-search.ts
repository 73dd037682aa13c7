import { DeviceError } from "../../ports/errors.js";
import { sieveWindow, windowLength } from "./candidate-window.js";
import { isProbablePrime, type PrimalityTools } from "./probable-prime.js";
import { randomNumber } from "./random-number.js";
import type { Slices } from "./slices.js";

/** Where a window without a prime is no chance any more: 320^-8. */
const windows = 8;

export interface PrimeSearch extends PrimalityTools {
	/** Bits of the prime, a multiple of 64, at least 128. */
	readonly bits: number;
	/** The prime minus 1 has no factor in common with this odd prime: RSA's public exponent. */
	readonly exponent: bigint;
	/** Ascending, odd, without a gap. */
	readonly smallPrimes: Uint16Array;
}

/**
 * A random prime whose two top bits are set, so that the product of two of them has exactly twice their bits, and each is above
 * √2 × 2^(bits - 1) as FIPS 186-5 appendix A.1.3 asks for. Searched for upwards from a random number.
 */
export async function findPrime(search: PrimeSearch, slices: Slices): Promise<bigint> {
	const { bits, exponent, smallPrimes } = search;
	const highest = (1n << BigInt(bits)) - 2n * BigInt(windowLength);
	for (let window = 0; window < windows; window += 1) {
		const start = randomNumber(search.random, bits / 8) | (3n << BigInt(bits - 2)) | 1n;
		// The window has to end before the number grows by a bit: once in 2^1012.
		if (start > highest) continue;
		const struck = await sieveWindow(start, smallPrimes, slices);
		for (let index = struck.indexOf(0); index >= 0; index = struck.indexOf(0, index + 1)) {
			const candidate = start + 2n * BigInt(index);
			if (candidate % exponent !== 1n && (await isProbablePrime(candidate, bits, search, slices))) return candidate;
		}
	}
	throw new DeviceError(
		"internal",
		"The random bytes are not random, or the arithmetic is wrong: no prime in 8 windows",
	);
}
