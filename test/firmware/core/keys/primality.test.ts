import assert from "node:assert/strict";
import { checkPrimeSync, generatePrimeSync } from "node:crypto";
import { isProbablePrime, millerRabinRounds, passesMillerRabin } from "../../../../firmware/core/keys/primality.js";
import { keyTools, stuckRandom, uncancelledTask } from "../../../support/key-tools.js";

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

const isPrime = (candidate: bigint, bits: number) => isProbablePrime(candidate, bits, keyTools, uncancelledTask);

describe("a probable prime", () => {
	it("passes five rounds, as FIPS 186-5 asks for primes of 1024 bits", () => assert.equal(millerRabinRounds, 5));

	it("is each that node:crypto takes for one, and not their product", async () => {
		for (let count = 0; count < 3; count += 1) {
			const [p, q] = [generatePrimeSync(512, { bigint: true }), generatePrimeSync(512, { bigint: true })];
			assert.ok(await isPrime(p, 512));
			assert.ok(await isPrime(q, 512));
			assert.equal(await isPrime(p * q, 1024), false);
			assert.equal(await isPrime(p * p, 1024), false);
		}
	});

	it("is no Carmichael number that was made of large primes to look like one", async () => {
		// (6k + 1)(12k + 1)(18k + 1) is a Carmichael number where all three are prime (Chernick, 1939), as for this k they are.
		const k = (1n << 124n) + 59309n;
		const factors = [6n * k + 1n, 12n * k + 1n, 18n * k + 1n] as const;
		for (const factor of factors) assert.ok(checkPrimeSync(factor));
		assert.equal(await isPrime(factors[0] * factors[1] * factors[2], 384), false);
	});

	it("is not looked for with bytes that are not random", async () => {
		const prime = (1n << 127n) - 1n;
		for (const byte of [0x00, 0xff]) {
			const tools = { ...keyTools, random: stuckRandom(byte) };
			await assert.rejects(isProbablePrime(prime, 128, tools, uncancelledTask), {
				code: "internal",
				message: /random/,
			});
		}
	});
});

function isSmallPrime(number: bigint): boolean {
	for (let divisor = 3n; divisor * divisor <= number; divisor += 2n) if (number % divisor === 0n) return false;
	return true;
}
