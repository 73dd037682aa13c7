import { DeviceError } from "../../ports/errors.js";
import type { ModularArithmetic } from "../../ports/modular-arithmetic.js";
import type { Random } from "../../ports/random.js";
import { passesMillerRabin } from "./miller-rabin.js";
import { randomNumber } from "./random-number.js";
import type { Slices } from "./slices.js";

/** For the primes of an RSA 2048 key: what is no prime passes with a probability below 2^-112 (FIPS 186-5, table B.1). */
export const millerRabinRounds = 5;
/** Draws until a base lies in the candidate's range; one in two does at least, so that 128 failures are no chance. */
const draws = 128;

export interface PrimalityTools {
	readonly arithmetic: ModularArithmetic;
	readonly random: Random;
}

/** Tests with random bases, one a slice. `candidate` is odd and larger than 3; `bits` of it, a multiple of 64, are at least half in use. */
export async function isProbablePrime(
	candidate: bigint,
	bits: number,
	tools: PrimalityTools,
	slices: Slices,
): Promise<boolean> {
	for (let round = 0; round < millerRabinRounds; round += 1) {
		await slices.next();
		if (!passesMillerRabin(candidate, randomBase(candidate, bits / 8, tools.random), tools.arithmetic)) return false;
	}
	return true;
}

function randomBase(candidate: bigint, bytes: number, random: Random): bigint {
	for (let draw = 0; draw < draws; draw += 1) {
		const base = randomNumber(random, bytes);
		if (base > 1n && base < candidate - 1n) return base;
	}
	throw new DeviceError("internal", "The random bytes are not random: no base for Miller-Rabin in 128 draws");
}
