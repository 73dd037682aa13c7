import { DeviceError } from "../../ports/errors.js";
import type { CooperativeTask } from "./cooperative-task.js";
import { isProbablePrime, type PrimalityTools, randomNumber } from "./primality.js";

/** Odd numbers looked at from one start on. Of 1024 bits, 5.8 of them are prime on average; none is, once in 320 windows. */
export const windowLength = 2048;
/** Where a window without a prime is no chance any more: 320^-8. */
const windows = 8;
/** Small primes that are tried between two yields; together they take less time than an exponentiation. */
const primesAtOnce = 512;

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
 * √2 × 2^(bits - 1) as FIPS 186-5 appendix A.1.3 asks for. Searched for upwards from a random number. Rejects with `closed`, or `internal`
 * where the bytes are not random.
 */
export async function findPrime(search: PrimeSearch, task: CooperativeTask): Promise<bigint> {
	const { bits, exponent, smallPrimes } = search;
	const highest = (1n << BigInt(bits)) - 2n * BigInt(windowLength);
	for (let window = 0; window < windows; window += 1) {
		const start = randomNumber(search.random, bits / 8) | (3n << BigInt(bits - 2)) | 1n;
		// The window has to end before the number grows by a bit: once in 2^1012.
		if (start > highest) continue;
		const struck = await sieveWindow(start, smallPrimes, task);
		for (let index = struck.indexOf(0); index >= 0; index = struck.indexOf(0, index + 1)) {
			const candidate = start + 2n * BigInt(index);
			if (candidate % exponent !== 1n && (await isProbablePrime(candidate, bits, search, task))) return candidate;
		}
	}
	throw new DeviceError(
		"internal",
		"The random bytes are not random, or the arithmetic is wrong: no prime in 8 windows",
	);
}

/**
 * Which of the numbers start, start + 2, start + 4 … have no small factor: 0 at their index in the result, 1 at that of the others.
 * `start` is odd and larger than the `smallPrimes`, each of which is below 2^15.
 */
export async function sieveWindow(start: bigint, smallPrimes: Uint16Array, task: CooperativeTask): Promise<Uint8Array> {
	const struck = new Uint8Array(windowLength);
	for (let from = 0; from < smallPrimes.length; from += primesAtOnce) {
		await task.yield();
		strikeOut(struck, start, smallPrimes.subarray(from, from + primesAtOnce));
	}
	return struck;
}

/** Divides the long number by two primes at once: each division leaves half a kilobyte to collect on XS. */
function strikeOut(struck: Uint8Array, start: bigint, primes: Uint16Array): void {
	for (let index = 0; index < primes.length; index += 2) {
		const one = primes[index] as number;
		const other = primes[index + 1] ?? 1;
		const rest = Number(start % BigInt(one * other));
		strikeMultiples(struck, one, rest % one);
		if (other > 1) strikeMultiples(struck, other, rest % other);
	}
}

/** `rest` is what the window's start leaves when it is divided by `prime`. */
function strikeMultiples(struck: Uint8Array, prime: number, rest: number): void {
	// start + 2 × index is a multiple where index ≡ -rest / 2, and (prime + 1) / 2 is the inverse of 2.
	for (let index = ((prime - rest) * ((prime + 1) / 2)) % prime; index < windowLength; index += prime)
		struck[index] = 1;
}

/** The odd primes below `limit` (at most 65,536), ascending. Eratosthenes' sieve with a bit for each odd number: it is thrown away. */
export function oddPrimesBelow(limit: number): Uint16Array {
	const composite = new Uint8Array((limit >> 4) + 1);
	let count = 0;
	for (let number = 3; number < limit; number += 2) {
		if (isMarked(composite, number)) continue;
		count += 1;
		for (let multiple = number * number; multiple < limit; multiple += 2 * number) {
			composite[multiple >> 4] = (composite[multiple >> 4] as number) | (1 << ((multiple >> 1) & 7));
		}
	}
	const primes = new Uint16Array(count);
	for (let number = 3, index = 0; index < count; number += 2) {
		if (!isMarked(composite, number)) primes[index++] = number;
	}
	return primes;
}

function isMarked(bits: Uint8Array, number: number): boolean {
	return (((bits[number >> 4] as number) >> ((number >> 1) & 7)) & 1) !== 0;
}
