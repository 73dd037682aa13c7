/** SLIP framing (RFC 1055), as the ESP32's bootloader speaks it: every packet begins and ends with END. */
const end = 0xc0;
const escapeByte = 0xdb;
const escapedEnd = 0xdc;
const escapedEscape = 0xdd;

/** Bytes of a packet that are kept; the bootloader's longest answer is a block of 4096 of flash. */
const packetLimit = 0x10000;

export function encodeSlip(packet: Uint8Array): Uint8Array {
	const encoded: number[] = [end];
	for (const byte of packet) {
		if (byte === end) encoded.push(escapeByte, escapedEnd);
		else if (byte === escapeByte) encoded.push(escapeByte, escapedEscape);
		else encoded.push(byte);
	}
	encoded.push(end);
	return Uint8Array.from(encoded);
}

/** Finds packets in what a line brings, however it is cut; what is between packets (a boot log, noise) is passed over. */
export class SlipDecoder {
	#packet: number[] | undefined;
	#escaping = false;

	/** The packets that `bytes` complete. */
	decode(bytes: Uint8Array): Uint8Array[] {
		const packets: Uint8Array[] = [];
		for (const byte of bytes) {
			if (byte === end) {
				// Two ENDs with nothing in between: the second is a start, so that a lost one costs one packet only.
				if (this.#packet !== undefined && this.#packet.length > 0) {
					packets.push(Uint8Array.from(this.#packet));
					this.#packet = undefined;
				} else this.#packet = [];
				this.#escaping = false;
			} else if (this.#packet !== undefined) this.#take(byte);
		}
		return packets;
	}

	reset(): void {
		this.#packet = undefined;
		this.#escaping = false;
	}

	#take(byte: number): void {
		const packet = this.#packet as number[];
		if (this.#escaping) {
			this.#escaping = false;
			if (byte === escapedEnd) packet.push(end);
			else if (byte === escapedEscape) packet.push(escapeByte);
			// Not SLIP: noise that looked like a packet, or one that lost a byte.
			else this.#packet = undefined;
		} else if (byte === escapeByte) this.#escaping = true;
		else if (packet.length < packetLimit) packet.push(byte);
		else this.#packet = undefined;
	}
}
