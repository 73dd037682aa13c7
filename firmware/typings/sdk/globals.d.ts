/** Globals of XS that lib es2025 lacks; the SDK types them in xs/includes/xs.d.ts. */
declare const trace: (...items: unknown[]) => void;
/** The board's description. */
declare const device: object;

interface StringConstructor {
	/** Throws on malformed UTF-8. Takes no view, only a buffer. */
	fromArrayBuffer(buffer: ArrayBuffer): string;
}

interface ArrayBufferConstructor {
	fromString(text: string): ArrayBuffer;
	/** Big-endian, as short as may be. */
	fromBigInt(value: bigint): ArrayBuffer;
}

interface BigIntConstructor {
	/** Big-endian. */
	fromArrayBuffer(buffer: ArrayBuffer): bigint;
}

interface Uint8Array {
	toBase64(): string;
}

interface Uint8ArrayConstructor {
	fromBase64(text: string, options?: { lastChunkHandling?: "loose" | "strict" }): Uint8Array<ArrayBuffer>;
}
