import { DeviceError } from "../../ports/errors.js";
import type { ModularArithmetic } from "../../ports/modular-arithmetic.js";
import type { Random } from "../../ports/random.js";
import { fromBigEndian } from "../encoding/big-endian.js";
import type { CooperativeTask } from "./cooperative-task.js";

/** For the primes of an RSA 2048 key: what is no prime passes with a probability below 2^-112 (FIPS 186-5, table B.1). */
export const millerRabinRounds = 5;
/** Draws until a base lies in the candidate's range; one in two does at least, so that 128 failures are no chance. */
const draws = 128;

export interface PrimalityTools {
	readonly arithmetic: ModularArithmetic;
	readonly random: Random;
}

/**
 * Tests with random bases, and yields before each. `candidate` is odd and larger than 3; `bits` of it, a multiple of 64, are at least half
 * in use.
 */
export async function isProbablePrime(
	candidate: bigint,
	bits: number,
	tools: PrimalityTools,
	task: CooperativeTask,
): Promise<boolean> {
	for (let round = 0; round < millerRabinRounds; round += 1) {
		await task.yield();
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

/** A number of `bytes` random bytes; a multiple of 8. */
export function randomNumber(random: Random, bytes: number): bigint {
	const buffer = random.fill(new Uint8Array(bytes));
	const number = fromBigEndian(buffer);
	buffer.fill(0);
	return number;
}

/**
 * One round of Miller and Rabin's test (FIPS 186-5, appendix B.3.1, step 4): false when `base` proves that `candidate` is composite. For
 * a composite one at most a quarter of the bases say true. `candidate` is odd and larger than 3, 1 < base < candidate - 1.
 */
export function passesMillerRabin(candidate: bigint, base: bigint, arithmetic: ModularArithmetic): boolean {
	const last = candidate - 1n;
	const twos = trailingZeros(last);
	let power = arithmetic.power(base, last >> BigInt(twos), candidate);
	if (power === 1n || power === last) return true;
	for (let squaring = 1; squaring < twos; squaring += 1) {
		power = (power * power) % candidate;
		if (power === last) return true;
		if (power === 1n) return false;
	}
	return false;
}

function trailingZeros(even: bigint): number {
	let zeros = 0;
	for (let rest = even; (rest & 1n) === 0n; rest >>= 1n) zeros += 1;
	return zeros;
}
