import assert from "node:assert/strict";
import { checkPrimeSync } from "node:crypto";
import fc from "fast-check";
import { CooperativeTask } from "../../../../firmware/core/keys/cooperative-task.js";
import { findPrime, oddPrimesBelow, sieveWindow, windowLength } from "../../../../firmware/core/keys/primes.js";
import { nodeTimer } from "../../../../host-tools/virtual-device/node-timer.js";
import { keyTools, stuckRandom, uncancelledTask } from "../../../support/key-tools.js";

const smallPrimes = oddPrimesBelow(2000);
const search = { ...keyTools, bits: 256, exponent: 65537n, smallPrimes };

describe("the search for a prime", () => {
	it("finds primes of the asked length with their two top bits set", async () => {
		for (const bits of [128, 256, 512]) {
			const prime = await findPrime({ ...search, bits }, uncancelledTask);
			assert.equal(prime >> BigInt(bits - 2), 3n);
			assert.ok(checkPrimeSync(prime));
		}
	});

	it("finds none that is 1 more than a multiple of the exponent", async () => {
		// With the exponent 3, every other prime would be.
		for (let count = 0; count < 20; count += 1) {
			assert.equal((await findPrime({ ...search, bits: 128, exponent: 3n }, uncancelledTask)) % 3n, 2n);
		}
	});

	it("finds the first one from a random start upwards", async () => {
		const start = BigInt(`0x${"c5".repeat(32)}`) | 1n;
		let draws = 0;
		const random = {
			fill: (target: Uint8Array) => {
				draws += 1;
				return draws === 1 ? target.fill(0xc5) : keyTools.random.fill(target);
			},
		};
		const prime = await findPrime({ ...search, random }, uncancelledTask);
		for (let number = start; number < prime; number += 2n) assert.equal(checkPrimeSync(number), false);
	});

	it("draws anew where the numbers would grow by a bit", async () => {
		let draws = 0;
		const random = {
			fill: (target: Uint8Array) => {
				draws += 1;
				return draws === 1 ? target.fill(0xff) : keyTools.random.fill(target);
			},
		};
		const prime = await findPrime({ ...search, random }, uncancelledTask);
		assert.ok(prime < 1n << 256n);
		assert.ok(checkPrimeSync(prime));
	});

	it("ends with `internal` when the random bytes are always the same", async () => {
		await assert.rejects(findPrime({ ...search, random: stuckRandom(0xff) }, uncancelledTask), { code: "internal" });
	});

	it("does at most one exponentiation between two yields", async () => {
		let sinceYield = 0;
		let most = 0;
		const timer = {
			after: (milliseconds: number, callback: () => void) =>
				nodeTimer.after(milliseconds, () => {
					sinceYield = 0;
					callback();
				}),
		};
		const arithmetic = {
			power: (base: bigint, exponent: bigint, modulus: bigint) => {
				sinceYield += 1;
				most = Math.max(most, sinceYield);
				return keyTools.arithmetic.power(base, exponent, modulus);
			},
		};
		await findPrime({ ...search, arithmetic }, new CooperativeTask(timer));
		assert.equal(most, 1);
	});
});

describe("a window of candidates", () => {
	const primes = oddPrimesBelow(1000);

	it("strikes out what has a small factor, and nothing else", async () => {
		const starts = fc.bigInt({ min: 1n << 64n, max: 1n << 160n });
		await fc.assert(
			fc.asyncProperty(starts, async (even) => {
				const start = even | 1n;
				const struck = await sieveWindow(start, primes, uncancelledTask);
				assert.equal(struck.length, windowLength);
				for (let index = 0; index < windowLength; index += 97) {
					const candidate = start + 2n * BigInt(index);
					const divisible = primes.some((prime) => candidate % BigInt(prime) === 0n);
					assert.equal(struck[index] === 1, divisible, `${candidate}`);
				}
			}),
			{ numRuns: 20 },
		);
	});

	it("strikes out multiples that are its first and its last number", async () => {
		const product = 3n * 997n * ((1n << 89n) - 1n);
		assert.equal((await sieveWindow(product, primes, uncancelledTask))[0], 1);
		const last = 2n * BigInt(windowLength - 1);
		assert.equal((await sieveWindow(product - last, primes, uncancelledTask)).at(-1), 1);
	});
});

describe("small primes", () => {
	it("are those that trial division finds, for limits of all kinds", () => {
		for (const limit of [3, 4, 16, 17, 18, 100, 1009, 1010]) {
			const expected = Array.from({ length: limit }, (_, number) => number).filter(isOddPrime);
			assert.deepEqual([...oddPrimesBelow(limit)], expected, `below ${limit}`);
		}
	});

	it("are as many as there are known to be", () => {
		// π(2^15) - 1 and π(2^16) - 1.
		assert.equal(oddPrimesBelow(1 << 15).length, 3511);
		assert.equal(oddPrimesBelow(1 << 16).length, 6541);
		assert.equal(oddPrimesBelow(1 << 16).at(-1), 65521);
	});
});

function isOddPrime(number: number): boolean {
	for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
	return number > 2;
}
