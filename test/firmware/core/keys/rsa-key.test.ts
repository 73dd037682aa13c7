import assert from "node:assert/strict";
import fc from "fast-check";
import { areFarApart, greatestCommonDivisor, inverse } from "../../../../firmware/core/keys/rsa-key.js";

const numbers = fc.bigInt({ min: 1n, max: 1n << 256n });

describe("the arithmetic of an RSA key", () => {
	it("has a greatest common divisor that divides both, and what is left has none", () => {
		fc.assert(
			fc.property(numbers, numbers, numbers, (a, b, common) => {
				const divisor = greatestCommonDivisor(a * common, b * common);
				assert.equal((a * common) % divisor, 0n);
				assert.equal((b * common) % divisor, 0n);
				assert.equal(divisor % common, 0n);
				assert.equal(greatestCommonDivisor((a * common) / divisor, (b * common) / divisor), 1n);
			}),
		);
	});

	it("has inverses, which lie between 0 and the modulus", () => {
		fc.assert(
			fc.property(numbers, numbers, (a, m) => {
				const modulus = m + 1n;
				const number = a % modulus;
				fc.pre(number > 0n && greatestCommonDivisor(number, modulus) === 1n);
				const inverted = inverse(number, modulus);
				assert.ok(inverted > 0n && inverted < modulus);
				assert.equal((number * inverted) % modulus, 1n);
			}),
		);
	});
});

describe("an RSA key", () => {
	it("does not pair primes that are close together", () => {
		const prime = (3n << 1022n) + 1n;
		assert.equal(areFarApart(prime, prime), false);
		assert.equal(areFarApart(prime, prime + (1n << 924n)), false);
		assert.equal(areFarApart(prime + (1n << 924n), prime), false);
		assert.ok(areFarApart(prime, prime + (1n << 924n) + 2n));
		assert.ok(areFarApart(prime + (1n << 924n) + 2n, prime));
	});
});
