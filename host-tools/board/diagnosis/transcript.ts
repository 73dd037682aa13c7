/** Bytes that are kept: some three starts with all that bootloader and firmware log. */
const limit = 8192;

/** The last of what a board sent, as it came: what a diagnosis is made from. */
export class Transcript {
	#bytes = Buffer.alloc(0);

	add(bytes: Uint8Array): void {
		this.#bytes = Buffer.concat([this.#bytes, bytes]).subarray(-limit);
	}

	get bytes(): Uint8Array {
		return this.#bytes;
	}
}
