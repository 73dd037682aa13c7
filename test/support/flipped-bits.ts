/** Every way one bit can be wrong. */
export function flippedBits(bytes: Uint8Array): Uint8Array[] {
	return Array.from({ length: bytes.length * 8 }, (_, bit) => {
		const copy = bytes.slice();
		copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
		return copy;
	});
}
