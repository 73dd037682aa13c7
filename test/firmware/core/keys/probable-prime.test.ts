import assert from "node:assert/strict";
import { checkPrimeSync, generatePrimeSync } from "node:crypto";
import { isProbablePrime, millerRabinRounds } from "../../../../firmware/core/keys/probable-prime.js";
import { keyTools, stuckRandom, wholeSlices } from "../../../support/key-tools.js";

const isPrime = (candidate: bigint, bits: number) => isProbablePrime(candidate, bits, keyTools, wholeSlices);

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
			await assert.rejects(isProbablePrime(prime, 128, tools, wholeSlices), { code: "internal", message: /random/ });
		}
	});
});
