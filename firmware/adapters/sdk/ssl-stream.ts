/**
 * manifest.json puts this module in the place of the SDK's `ssl/stream`, whose every stream reserves 17 KB of the heap, however little is written
 * to it. The methods are those the SDK's TLS calls; all throw where there is less to read than asked for.
 */
export default class SslStream {
	#bytes: Uint8Array;
	#read = 0;
	#written = 0;

	/** With bytes to read, or empty; `initial` is how many bytes will be written, where that is known. */
	constructor(bytes?: Uint8Array | ArrayBuffer, initial = 64) {
		if (bytes === undefined) {
			this.#bytes = resizable(initial);
		} else {
			this.#bytes = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
			this.#written = this.#bytes.byteLength;
		}
	}

	get bytesAvailable(): number {
		return this.#written - this.#read;
	}

	get bytesWritten(): number {
		return this.#written;
	}

	writeChar(value: number): void {
		this.#reserve(1);
		this.#bytes[this.#written++] = value;
	}

	/** Big-endian. */
	writeChars(value: number, length: number): void {
		this.#reserve(length);
		for (let shift = (length - 1) * 8; shift >= 0; shift -= 8) this.#bytes[this.#written++] = value >>> shift;
	}

	writeChunk(chunk: Uint8Array | ArrayBuffer): void {
		this.#reserve(chunk.byteLength);
		this.#bytes.set(chunk instanceof Uint8Array ? chunk : new Uint8Array(chunk), this.#written);
		this.#written += chunk.byteLength;
	}

	writeString(text: string): void {
		this.writeChunk(ArrayBuffer.fromString(text));
	}

	readChar(): number {
		return this.readChars(1);
	}

	/** Big-endian. */
	readChars(length: number): number {
		let value = 0;
		for (let end = this.#advance(length) + length, at = end - length; at < end; at += 1) {
			value = (value << 8) | (this.#bytes[at] ?? 0);
		}
		return value;
	}

	/** A copy, or with `reference` a view. */
	readChunk(length: number, reference = false): Uint8Array | ArrayBuffer {
		const start = this.#advance(length);
		if (reference) return this.#bytes.subarray(start, start + length);
		return this.#bytes.slice(start, start + length).buffer as ArrayBuffer;
	}

	/** Everything written, in a buffer that may be made shorter. The stream is of no use afterwards. */
	getChunk(): Uint8Array {
		if (this.#bytes.byteLength === this.#written && this.#bytes.buffer.byteLength === this.#written) return this.#bytes;
		const chunk = resizable(this.#written);
		chunk.set(this.#bytes.subarray(0, this.#written));
		return chunk;
	}

	close(): void {
		this.#bytes = new Uint8Array(0);
		this.#written = 0;
		this.#read = 0;
	}

	#advance(length: number): number {
		const start = this.#read;
		if (start + length > this.#written) throw new Error("the TLS message ends too early");
		this.#read = start + length;
		return start;
	}

	#reserve(length: number): void {
		const needed = this.#written + length;
		if (needed <= this.#bytes.byteLength) return;
		const larger = resizable(Math.max(needed, this.#bytes.byteLength * 2));
		larger.set(this.#bytes.subarray(0, this.#written));
		this.#bytes = larger;
	}
}

function resizable(length: number): Uint8Array {
	return new Uint8Array(new ArrayBuffer(length, { maxByteLength: length }));
}
