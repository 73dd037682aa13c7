/** What is read from: how many bytes are there, and a read that fills the given array. */
export interface RecordSource {
	readable: number;
	read(target: Uint8Array): unknown;
}

const headerLength = 5;
/** 2^14 bytes, and what encryption may add (RFC 5246 section 6.2.3). */
const longestFragment = 16_384 + 2_048;

/**
 * Puts TLS records together as they arrive, each in an array of its own size. The SDK reserves 32 KB for every record, a third of a chip's heap.
 */
export class RecordReader {
	#bytes = new Uint8Array(headerLength);
	#filled = 0;

	/** The next whole record with its header, or undefined when more has to arrive. Throws on a record that is too long. */
	take(source: RecordSource): Uint8Array | undefined {
		if (!this.#fill(source)) return undefined;
		if (this.#bytes.byteLength === headerLength) {
			const length = (this.#bytes[3] ?? 0) * 0x100 + (this.#bytes[4] ?? 0);
			if (length > longestFragment) throw new Error(`a TLS record of ${length} bytes`);
			const record = new Uint8Array(headerLength + length);
			record.set(this.#bytes);
			this.#bytes = record;
			if (!this.#fill(source)) return undefined;
		}
		const record = this.#bytes;
		this.#bytes = new Uint8Array(headerLength);
		this.#filled = 0;
		return record;
	}

	/** True when the array is full. */
	#fill(source: RecordSource): boolean {
		const count = Math.min(this.#bytes.byteLength - this.#filled, source.readable);
		if (count > 0) {
			source.read(this.#bytes.subarray(this.#filled, this.#filled + count));
			source.readable -= count;
			this.#filled += count;
		}
		return this.#filled === this.#bytes.byteLength;
	}
}
