import { mulberry32 } from "../support/mulberry32.js";

/** Bytes that look random and are the same in every run; never 0xC0, so that noise alone makes no SLIP frame. */
export function noise(seed: number): () => number {
	const next = mulberry32(seed);
	return () => {
		const byte = next() & 0xff;
		return byte === 0xc0 ? 0xc1 : byte;
	};
}
