import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

/** `ModularArithmetic` here, or on another machine. */
export interface ArithmeticUnderTest {
	power(base: bigint, exponent: bigint, modulus: bigint): bigint | Promise<bigint>;
}

export function describeModularArithmetic(name: string, open: () => ArithmeticUnderTest): void {
	describe(`modular arithmetic: ${name}`, function () {
		this.timeout(120_000);
		const check = async (base: bigint, exponent: bigint, modulus: bigint) => {
			const expected = referencePower(base, exponent, modulus);
			assert.equal(await open().power(base, exponent, modulus), expected, `${base}^${exponent} mod ${modulus}`);
		};

		it("is right for every base and many exponents modulo small numbers", async () => {
			const checks: Promise<void>[] = [];
			for (const modulus of [3n, 5n, 9n, 15n, 21n, 65537n]) {
				for (let base = 0n; base < modulus && base < 21n; base += 1n) {
					for (let exponent = 0n; exponent < 6n; exponent += 1n) checks.push(check(base, exponent, modulus));
				}
			}
			await Promise.all(checks);
		});

		for (const [bits, numbers] of [
			[512, 10],
			[1024, 30],
			[2048, 5],
		] as const) {
			it(`is right modulo any number of ${bits} bits, as a prime or a modulus of RSA may be`, async () => {
				for (let number = 0; number < numbers; number += 1) {
					const modulus = randomNumber(bits) | (3n << BigInt(bits - 2)) | 1n;
					const base = randomNumber(bits) % modulus;
					const exponents = [randomNumber(bits), modulus - 1n, 1n << BigInt(bits - 1), 65537n, 2n, 1n, 0n];
					await Promise.all(exponents.map((exponent) => check(base, exponent, modulus)));
				}
			});

			it(`is right for the bases at both ends modulo a number of ${bits} bits`, async () => {
				const modulus = randomNumber(bits) | (3n << BigInt(bits - 2)) | 1n;
				const bases = [0n, 1n, 2n, (1n << 64n) - 1n, modulus >> 32n, modulus - 2n, modulus - 1n];
				await Promise.all(bases.map((base) => check(base, modulus >> 1n, modulus)));
			});
		}
	});
}

/** Right for sure: a bit at a time. */
export function referencePower(base: bigint, exponent: bigint, modulus: bigint): bigint {
	let result = 1n % modulus;
	for (const bit of exponent.toString(2)) {
		result = (result * result) % modulus;
		if (bit === "1") result = (result * base) % modulus;
	}
	return result;
}

export function randomNumber(bits: number): bigint {
	return BigInt(`0x${randomBytes(bits / 8).toString("hex")}`);
}
