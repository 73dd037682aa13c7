/** Telnet as far as RFC 2217 needs it (RFC 854, 855, 856, 858). */
export const telnet = Object.freeze({
	se: 240,
	sb: 250,
	will: 251,
	wont: 252,
	do: 253,
	dont: 254,
	iac: 255,
	binary: 0,
	suppressGoAhead: 3,
	comPort: 44,
});

const { se, sb, iac, will, dont } = telnet;

/** Bytes of the line as telnet sends them: 0xFF doubled. */
export function escapeTelnet(bytes: Uint8Array): Uint8Array {
	if (!bytes.includes(iac)) return bytes;
	return Uint8Array.from([...bytes].flatMap((byte) => (byte === iac ? [iac, iac] : [byte])));
}

/** IAC SB `option` `payload` IAC SE. */
export function subnegotiation(option: number, payload: readonly number[]): Uint8Array {
	return Uint8Array.from([iac, sb, option, ...escapeTelnet(Uint8Array.from(payload)), iac, se]);
}

export interface TelnetListener {
	/** `verb` is WILL, WONT, DO or DONT. */
	onOption(verb: number, option: number): void;
	onSubnegotiation(option: number, payload: Uint8Array): void;
}

/** Bytes of a subnegotiation that are kept; what is longer is cut. */
const payloadLimit = 1024;

/** Takes the commands out of what a telnet server sends; they may be split anywhere. */
export class TelnetDecoder {
	readonly #listener: TelnetListener;
	#state: "data" | "iac" | "verb" | "payload" | "payload-iac" = "data";
	#verb = 0;
	#payload: number[] = [];

	constructor(listener: TelnetListener) {
		this.#listener = listener;
	}

	/** The data among `bytes`. */
	decode(bytes: Uint8Array): Uint8Array {
		const data = new Uint8Array(bytes.length);
		let length = 0;
		for (const byte of bytes) if (this.#take(byte)) data[length++] = byte;
		return data.subarray(0, length);
	}

	/** True when `byte` is data. */
	#take(byte: number): boolean {
		switch (this.#state) {
			case "data":
				if (byte !== iac) return true;
				this.#state = "iac";
				return false;
			case "iac":
				return this.#command(byte);
			case "verb":
				this.#state = "data";
				this.#listener.onOption(this.#verb, byte);
				return false;
			case "payload":
				if (byte === iac) this.#state = "payload-iac";
				else this.#keep(byte);
				return false;
			case "payload-iac":
				this.#endOfPayload(byte);
				return false;
		}
	}

	#command(byte: number): boolean {
		this.#state = "data";
		if (byte === iac) return true;
		if (byte >= will && byte <= dont) {
			this.#verb = byte;
			this.#state = "verb";
		} else if (byte === sb) {
			this.#payload = [];
			this.#state = "payload";
		}
		return false;
	}

	#endOfPayload(byte: number): void {
		if (byte === iac) {
			this.#state = "payload";
			this.#keep(iac);
			return;
		}
		this.#state = "data";
		const [option, ...payload] = this.#payload;
		if (byte === se && option !== undefined) this.#listener.onSubnegotiation(option, Uint8Array.from(payload));
	}

	#keep(byte: number): void {
		if (this.#payload.length < payloadLimit) this.#payload.push(byte);
	}
}
