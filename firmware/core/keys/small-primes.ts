/** The odd primes below `limit` (at most 65,536), ascending. Eratosthenes' sieve with a bit for each odd number: it is thrown away. */
export function oddPrimesBelow(limit: number): Uint16Array {
	const composite = new Uint8Array((limit >> 4) + 1);
	let count = 0;
	for (let number = 3; number < limit; number += 2) {
		if (isMarked(composite, number)) continue;
		count += 1;
		for (let multiple = number * number; multiple < limit; multiple += 2 * number) {
			composite[multiple >> 4] = (composite[multiple >> 4] as number) | (1 << ((multiple >> 1) & 7));
		}
	}
	const primes = new Uint16Array(count);
	for (let number = 3, index = 0; index < count; number += 2) {
		if (!isMarked(composite, number)) primes[index++] = number;
	}
	return primes;
}

function isMarked(bits: Uint8Array, number: number): boolean {
	return (((bits[number >> 4] as number) >> ((number >> 1) & 7)) & 1) !== 0;
}
