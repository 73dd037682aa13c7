/** Greatest common divisor of two positive numbers. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	let [larger, smaller] = [a, b];
	while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
	return larger;
}

/** `number`'s inverse modulo `modulus`, with which it has no factor in common; 0 < number < modulus. Quick when one of them is small. */
export function inverse(number: bigint, modulus: bigint): bigint {
	let [rest, next] = [modulus, number];
	let [factor, nextFactor] = [0n, 1n];
	while (next !== 0n) {
		const quotient = rest / next;
		[rest, next] = [next, rest - quotient * next];
		[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
	}
	return factor < 0n ? factor + modulus : factor;
}
