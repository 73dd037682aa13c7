/** Bytes that look random and are the same in every run (mulberry32); never 0xC0, so that noise alone makes no SLIP frame. */
export function noise(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		const byte = (mixed ^ (mixed >>> 14)) & 0xff;
		return byte === 0xc0 ? 0xc1 : byte;
	};
}
