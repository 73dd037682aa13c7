import { maximumLine } from "./frames.js";

const at = 0x40;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Finds the lines that begin with `@` among whatever else comes over a serial line, in bounded memory. */
export class LineCollector {
	readonly #line = new Uint8Array(maximumLine);
	/** Bytes of a line so far; undefined outside of one. */
	#length: number | undefined;

	/** Calls `onLine` with every line that `bytes` complete, without `@` and end; it is good until `onLine` returns. */
	push(bytes: Uint8Array, onLine: (line: Uint8Array) => void): void {
		for (const byte of bytes) {
			// A line whose end was lost must not cost the next one: `@` is no character of base64.
			if (byte === at) this.#length = 0;
			else if (this.#length !== undefined) this.#add(byte, this.#length, onLine);
		}
	}

	#add(byte: number, length: number, onLine: (line: Uint8Array) => void): void {
		if (byte === lineFeed || byte === carriageReturn) {
			this.#length = undefined;
			onLine(this.#line.subarray(0, length));
		} else if (byte > 0x7e || length + 2 >= maximumLine) {
			this.#length = undefined;
		} else {
			this.#line[length] = byte;
			this.#length = length + 1;
		}
	}
}
