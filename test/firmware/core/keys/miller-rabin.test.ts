import assert from "node:assert/strict";
import { passesMillerRabin } from "../../../../firmware/core/keys/miller-rabin.js";
import { keyTools } from "../../../support/key-tools.js";

const passes = (candidate: bigint, base: bigint) => passesMillerRabin(candidate, base, keyTools.arithmetic);

/** 2^n - 1 is prime for these n. */
const mersenneExponents = [61n, 89n, 107n, 127n, 521n, 607n, 1279n];
/** Composites that Fermat's test takes for primes in every base that has no factor in common with them. */
const carmichael = [561n, 1105n, 1729n, 2465n, 6601n, 62745n, 825265n, 321197185n, 1590231231043178376951698401n];
/** The least composites that pass for the first 1, 2, 3 … primes as bases (OEIS A014233). */
const leastPseudoprimes: readonly (readonly [bigint, readonly bigint[]])[] = [
	[2047n, [2n]],
	[1373653n, [2n, 3n]],
	[25326001n, [2n, 3n, 5n]],
	[3215031751n, [2n, 3n, 5n, 7n]],
	[2152302898747n, [2n, 3n, 5n, 7n, 11n]],
	[3825123056546413051n, [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n]],
];

describe("Miller-Rabin", () => {
	it("says of every number below 4000 with any base what is true of it, but for few liars", () => {
		for (let candidate = 5n; candidate < 4000n; candidate += 2n) {
			const prime = isSmallPrime(candidate);
			let lies = 0;
			for (let base = 2n; base < candidate - 1n; base += 37n) {
				const verdict = passes(candidate, base);
				if (prime) assert.ok(verdict, `${candidate} with base ${base}`);
				else if (verdict) lies += 1;
			}
			// At most a quarter of all bases lie; of a few the share may be larger by chance.
			assert.ok(prime || lies <= 4 + Number(candidate) / 37 / 4, `${candidate}: ${lies} bases lie`);
		}
	});

	for (const exponent of mersenneExponents) {
		it(`passes 2^${exponent} - 1`, () => {
			const prime = (1n << exponent) - 1n;
			for (const base of [2n, 3n, 65537n, prime / 2n, prime - 2n]) assert.ok(passes(prime, base));
		});
	}

	it("is fooled by the known pseudoprimes in the known bases, and by none of them in all of the first twelve primes", () => {
		const firstPrimes = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n];
		for (const [pseudoprime, bases] of leastPseudoprimes) {
			for (const base of bases) assert.ok(passes(pseudoprime, base), `${pseudoprime}, base ${base}`);
			assert.ok(
				firstPrimes.some((base) => !passes(pseudoprime, base)),
				`${pseudoprime}`,
			);
		}
	});

	it("finds Carmichael numbers out", () => {
		for (const number of carmichael)
			assert.ok(
				[2n, 3n, 5n, 7n, 11n].some((base) => !passes(number, base)),
				`${number}`,
			);
	});
});

function isSmallPrime(number: bigint): boolean {
	for (let divisor = 3n; divisor * divisor <= number; divisor += 2n) if (number % divisor === 0n) return false;
	return true;
}
