import { ProtocolError } from "./protocol-error.js";
import { reasonCodes } from "./reason-codes.js";

/** What a decoder puts in the place of bytes that are no UTF-8. */
const replacement = "\ufffd";

/** Reads the members of one packet in order. Throws a ProtocolError at the first that is not there, or not what it has to be. */
export class ByteReader {
	readonly #bytes: Buffer;
	readonly #name: string;
	#at: number;
	#end: number;

	/** `name` of the packet, as refusals call it; its body begins at `at`. */
	constructor(bytes: Buffer, at: number, name: string) {
		this.#bytes = bytes;
		this.#name = name;
		this.#at = at;
		this.#end = bytes.length;
	}

	get left(): number {
		return this.#end - this.#at;
	}

	byte(): number {
		return this.#bytes[this.#take(1)] ?? 0;
	}

	uint16(): number {
		return this.#bytes.readUInt16BE(this.#take(2));
	}

	uint32(): number {
		return this.#bytes.readUInt32BE(this.#take(4));
	}

	/** A variable byte integer, in the fewest bytes it can have (MQTT 5, 1.5.5). */
	variable(): number {
		let value = 0;
		for (let index = 0; index < 4; index++) {
			const byte = this.byte();
			value += (byte & 0x7f) * 128 ** index;
			if (byte > 0x7f) continue;
			if (byte === 0 && index > 0) throw malformed(`${this.#name} is malformed: a length has more bytes than it needs`);
			return value;
		}
		throw malformed(`${this.#name} is malformed: a length has more than four bytes`);
	}

	/** UTF-8 behind its length, well-formed and without NUL. */
	text(): string {
		const start = this.#takeCounted();
		const text = this.#bytes.toString("utf8", start, this.#at);
		if (text.includes(replacement) && !Buffer.from(text).equals(this.#bytes.subarray(start, this.#at))) {
			throw malformed(`${this.#name} is malformed: a text is no well-formed UTF-8 [MQTT-1.5.3-1]`);
		}
		if (text.includes("\0")) throw malformed("A text holds NUL [MQTT-1.5.3-2]");
		return text;
	}

	/** Bytes behind their length: a view. */
	binary(): Buffer {
		const start = this.#takeCounted();
		return this.#bytes.subarray(start, this.#at);
	}

	/** What is left: a view. */
	rest(): Buffer {
		const start = this.#at;
		this.#at = this.#end;
		return this.#bytes.subarray(start);
	}

	/** Packet ids begin at 1. */
	packetId(): number {
		const id = this.uint16();
		if (id === 0) throw protocolError(`${this.#name} has packet id 0 [MQTT-2.3.1-1]`);
		return id;
	}

	/** Calls `read` until so many bytes are read, which it must do exactly. */
	within(length: number, read: () => void): void {
		const end = this.#at + length;
		const outer = this.#end;
		if (end > outer) throw tooShort(this.#name);
		this.#end = end;
		while (this.#at < end) read();
		this.#end = outer;
	}

	/** Nothing may follow. */
	end(): void {
		if (this.left > 0) throw malformed(`${this.#name} is malformed: bytes follow behind its end`);
	}

	#takeCounted(): number {
		return this.#take(this.uint16());
	}

	#take(count: number): number {
		const start = this.#at;
		if (start + count > this.#end) throw tooShort(this.#name);
		this.#at = start + count;
		return start;
	}
}

/** What is no packet of its type (MQTT 5, 0x81). */
export function malformed(message: string): ProtocolError {
	return new ProtocolError("protocol-error", message, reasonCodes.malformedPacket);
}

/** A packet that may not be sent, or not now (MQTT 5, 0x82). */
export function protocolError(message: string, reasonCode: number = reasonCodes.protocolError): ProtocolError {
	return new ProtocolError("protocol-error", message, reasonCode);
}

function tooShort(name: string): ProtocolError {
	return malformed(`${name} is malformed: too short for its members`);
}
