import type { Slices } from "./slices.js";

/** Odd numbers looked at from one start on. Of 1024 bits, 5.8 of them are prime on average; none is, once in 320 windows. */
export const windowLength = 2048;
/** Small primes that are tried in one slice; together they take less time than an exponentiation. */
const primesPerSlice = 512;

/**
 * Which of the numbers start, start + 2, start + 4 … have no small factor: 0 at their index in the result, 1 at that of the others.
 * `start` is odd and larger than the `smallPrimes`, each of which is below 2^15.
 */
export async function sieveWindow(start: bigint, smallPrimes: Uint16Array, slices: Slices): Promise<Uint8Array> {
	const struck = new Uint8Array(windowLength);
	for (let from = 0; from < smallPrimes.length; from += primesPerSlice) {
		await slices.next();
		strikeOut(struck, start, smallPrimes.subarray(from, from + primesPerSlice));
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
