const end = 0xc0;
const escaping = 0xdb;
const escapedEnd = 0xdc;
const escapedEscape = 0xdd;

/** One SLIP frame around `payload` (RFC 1055), with the END byte at both sides, as Espressif's ROMs send and expect it. */
export function slipEncode(payload: Uint8Array): Uint8Array {
	const frame = [end];
	for (const byte of payload) {
		if (byte === end) frame.push(escaping, escapedEnd);
		else if (byte === escaping) frame.push(escaping, escapedEscape);
		else frame.push(byte);
	}
	frame.push(end);
	return Uint8Array.from(frame);
}

/**
 * Finds the frames in a stream. What stands outside of frames, empty frames, frames with a wrong escape and frames longer
 * than `limit` bytes are dropped: a ROM that heard noise waits for the next END.
 */
export class SlipDecoder {
	readonly #limit: number;
	#frame: number[] | undefined;
	#escaped = false;
	#broken = false;

	constructor(limit = 0x10000 + 8) {
		this.#limit = limit;
	}

	/** Payloads that ended within `bytes`, oldest first. */
	push(bytes: Uint8Array): Uint8Array[] {
		const payloads: Uint8Array[] = [];
		for (const byte of bytes) {
			const payload = this.#take(byte);
			if (payload) payloads.push(payload);
		}
		return payloads;
	}

	#take(byte: number): Uint8Array | undefined {
		if (byte === end) return this.#end();
		if (this.#frame === undefined) return undefined;
		if (this.#escaped) {
			this.#escaped = false;
			if (byte === escapedEnd) this.#append(end);
			else if (byte === escapedEscape) this.#append(escaping);
			else this.#broken = true;
		} else if (byte === escaping) {
			this.#escaped = true;
		} else {
			this.#append(byte);
		}
		return undefined;
	}

	/** An END closes what was open; where nothing was, it opens. After a broken frame it does both. */
	#end(): Uint8Array | undefined {
		const frame = this.#frame;
		const broken = this.#broken || this.#escaped;
		this.#broken = false;
		this.#escaped = false;
		if (frame === undefined || frame.length === 0 || broken) {
			this.#frame = [];
			return undefined;
		}
		this.#frame = undefined;
		return Uint8Array.from(frame);
	}

	#append(byte: number): void {
		if (this.#frame === undefined || this.#frame.length >= this.#limit) this.#broken = true;
		else this.#frame.push(byte);
	}
}
