import { malformed } from "../codec/byte-reader.js";
import { ProtocolError } from "../codec/protocol-error.js";
import { reasonCodes } from "../codec/reason-codes.js";

/** Bytes of the longest fixed header: type and flags, four bytes of remaining length (MQTT 3.1.1, 2.2). */
const longestHeader = 5;
/** Chunks that may be held apart, and bytes that they must have on average when there are more of them. */
const fewChunks = 64;
const crumb = 128;

/** Cuts a stream of bytes into MQTT control packets. Holds one packet at most, and no byte of one that announces itself as too long. */
export class PacketFrames {
	readonly #limit: number;
	#chunks: Buffer[] = [];
	/** Bytes of the first chunk that were read. */
	#at = 0;
	#length = 0;
	/** Bytes of the packet that has begun, its fixed header included; undefined until its length has arrived. */
	#needed: number | undefined;

	/** `limit`: bytes of the longest packet. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Bytes that were pushed and not read. */
	get length(): number {
		return this.#length;
	}

	push(chunk: Buffer): void {
		this.#chunks.push(chunk);
		this.#length += chunk.length;
		// A buffer of its own for a few bytes costs a hundred times what they are.
		const isCrumbled = this.#chunks.length > fewChunks && this.#length < this.#chunks.length * crumb;
		if (isCrumbled) this.#joined();
	}

	/** The next whole packet; undefined until there is one. Throws a ProtocolError when there will be none. */
	next(): Buffer | undefined {
		this.#needed ??= this.#readLength();
		if (this.#needed === undefined || this.#length < this.#needed) {
			this.#keepRest();
			return undefined;
		}
		const bytes = this.#joined();
		const end = this.#at + this.#needed;
		const packet = bytes.subarray(this.#at, end);
		this.#length -= this.#needed;
		this.#needed = undefined;
		this.#at = end;
		if (this.#length === 0) this.#become([]);
		return packet;
	}

	/** The rest of a chunk is held as what it is, and not as the whole chunk. */
	#keepRest(): void {
		if (this.#at > 0) this.#become([Buffer.from(this.#joined().subarray(this.#at))]);
	}

	#readLength(): number | undefined {
		if (this.#length < 2) return undefined;
		// Joined at most four times a packet: with five bytes the length is known.
		const bytes = this.#joined();
		let value = 0;
		for (let at = 1; at < longestHeader; at++) {
			const byte = bytes[this.#at + at];
			if (byte === undefined) return undefined;
			value += (byte & 0x7f) * 128 ** (at - 1);
			if (byte === 0 && at > 1) throw malformed("The remaining length of a packet has more bytes than it needs");
			if (byte < 0x80) return this.#checked(value, at + 1);
		}
		throw malformed("The remaining length of a packet has more than four bytes");
	}

	#checked(remaining: number, header: number): number {
		if (remaining + header <= this.#limit) return remaining + header;
		const reason = `A packet announced ${remaining} bytes: the limit is ${this.#limit - longestHeader}`;
		throw new ProtocolError("packet-too-large", reason, reasonCodes.packetTooLarge);
	}

	/** What was not read begins at `#at`. */
	#joined(): Buffer {
		const [first, second] = this.#chunks;
		if (first !== undefined && second === undefined) return first;
		const bytes = Buffer.concat(this.#chunks);
		this.#chunks[0] = bytes;
		this.#chunks.length = 1;
		return bytes;
	}

	#become(chunks: Buffer[]): void {
		this.#chunks = chunks;
		this.#at = 0;
	}
}
