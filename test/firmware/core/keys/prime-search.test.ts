import assert from "node:assert/strict";
import { checkPrimeSync } from "node:crypto";
import { findPrime } from "../../../../firmware/core/keys/prime-search.js";
import { Slices } from "../../../../firmware/core/keys/slices.js";
import { oddPrimesBelow } from "../../../../firmware/core/keys/small-primes.js";
import { nodeTimer } from "../../../../host-tools/virtual-device/node-timer.js";
import { keyTools, stuckRandom, wholeSlices } from "../../../support/key-tools.js";

const smallPrimes = oddPrimesBelow(2000);
const search = { ...keyTools, bits: 256, exponent: 65537n, smallPrimes };

describe("the search for a prime", () => {
	it("finds primes of the asked length with their two top bits set", async () => {
		for (const bits of [128, 256, 512]) {
			const prime = await findPrime({ ...search, bits }, wholeSlices);
			assert.equal(prime >> BigInt(bits - 2), 3n);
			assert.ok(checkPrimeSync(prime));
		}
	});

	it("finds none that is 1 more than a multiple of the exponent", async () => {
		// With the exponent 3, every other prime would be.
		for (let count = 0; count < 20; count += 1) {
			assert.equal((await findPrime({ ...search, bits: 128, exponent: 3n }, wholeSlices)) % 3n, 2n);
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
		const prime = await findPrime({ ...search, random }, wholeSlices);
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
		const prime = await findPrime({ ...search, random }, wholeSlices);
		assert.ok(prime < 1n << 256n);
		assert.ok(checkPrimeSync(prime));
	});

	it("ends with `internal` when the random bytes are always the same", async () => {
		await assert.rejects(findPrime({ ...search, random: stuckRandom(0xff) }, wholeSlices), { code: "internal" });
	});

	it("does at most one exponentiation in a slice", async () => {
		let inSlice = 0;
		let most = 0;
		const timer = {
			after: (milliseconds: number, callback: () => void) =>
				nodeTimer.after(milliseconds, () => {
					inSlice = 0;
					callback();
				}),
		};
		const arithmetic = {
			power: (base: bigint, exponent: bigint, modulus: bigint) => {
				inSlice += 1;
				most = Math.max(most, inSlice);
				return keyTools.arithmetic.power(base, exponent, modulus);
			},
		};
		await findPrime({ ...search, arithmetic }, new Slices(timer));
		assert.equal(most, 1);
	});
});
