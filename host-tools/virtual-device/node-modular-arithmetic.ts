import type { ModularArithmetic } from "../../firmware/ports/modular-arithmetic.js";

/** Bits of the exponent that are taken at a time. */
const windowBits = 5;

/**
 * For what the firmware computes where there is no chip: tests and benchmarks. node:crypto has no exponentiation of its own, and the
 * virtual device has its keys from node:crypto anyway.
 */
export const nodeModularArithmetic: ModularArithmetic = Object.freeze({
	power(base: bigint, exponent: bigint, modulus: bigint): bigint {
		const powers = [1n % modulus, base];
		for (let index = 2; index < 1 << windowBits; index += 1) {
			powers.push(((powers[index - 1] as bigint) * base) % modulus);
		}
		let result = 1n % modulus;
		const digits = exponent.toString(1 << windowBits);
		for (const digit of digits) {
			for (let bit = 0; bit < windowBits; bit += 1) result = (result * result) % modulus;
			const value = Number.parseInt(digit, 1 << windowBits);
			if (value > 0) result = (result * (powers[value] as bigint)) % modulus;
		}
		return result;
	},
});
