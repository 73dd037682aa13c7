export interface Digest {
	/** SHA-256 (FIPS 180-4) of `message`: 32 bytes. */
	sha256(message: Uint8Array): Uint8Array;
}
