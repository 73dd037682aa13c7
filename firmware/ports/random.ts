export interface Random {
	/** Fills `target` with bytes fit for cryptographic keys and returns it. Never falls back to a weaker source: throws instead. */
	fill(target: Uint8Array): Uint8Array;
}
