import assert from "node:assert/strict";
import fc from "fast-check";
import { sieveWindow, windowLength } from "../../../../firmware/core/keys/candidate-window.js";
import { oddPrimesBelow } from "../../../../firmware/core/keys/small-primes.js";
import { wholeSlices } from "../../../support/key-tools.js";

describe("a window of candidates", () => {
	const primes = oddPrimesBelow(1000);

	it("strikes out what has a small factor, and nothing else", async () => {
		const starts = fc.bigInt({ min: 1n << 64n, max: 1n << 160n });
		await fc.assert(
			fc.asyncProperty(starts, async (even) => {
				const start = even | 1n;
				const struck = await sieveWindow(start, primes, wholeSlices);
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
		assert.equal((await sieveWindow(product, primes, wholeSlices))[0], 1);
		const last = 2n * BigInt(windowLength - 1);
		assert.equal((await sieveWindow(product - last, primes, wholeSlices)).at(-1), 1);
	});
});
