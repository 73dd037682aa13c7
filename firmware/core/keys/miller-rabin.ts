import type { ModularArithmetic } from "../../ports/modular-arithmetic.js";

/**
 * One round of Miller and Rabin's test (FIPS 186-5, appendix B.3.1, step 4): false when `base` proves that `candidate` is composite. For
 * a composite one at most a quarter of the bases say true. `candidate` is odd and larger than 3, 1 < base < candidate - 1.
 */
export function passesMillerRabin(candidate: bigint, base: bigint, arithmetic: ModularArithmetic): boolean {
	const last = candidate - 1n;
	const twos = trailingZeros(last);
	let power = arithmetic.power(base, last >> BigInt(twos), candidate);
	if (power === 1n || power === last) return true;
	for (let squaring = 1; squaring < twos; squaring += 1) {
		power = (power * power) % candidate;
		if (power === last) return true;
		if (power === 1n) return false;
	}
	return false;
}

function trailingZeros(even: bigint): number {
	let zeros = 0;
	for (let rest = even; (rest & 1n) === 0n; rest >>= 1n) zeros += 1;
	return zeros;
}
