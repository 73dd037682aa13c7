import assert from "node:assert/strict";
import { oddPrimesBelow } from "../../../../firmware/core/keys/small-primes.js";

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
