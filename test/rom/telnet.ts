/** Commands and options of Telnet (RFC 854, 856, 858), and the one of RFC 2217. */
export const telnet = Object.freeze({
	subnegotiationEnd: 240,
	subnegotiation: 250,
	will: 251,
	wont: 252,
	do: 253,
	dont: 254,
	iac: 255,
	binary: 0,
	suppressGoAhead: 3,
	comPort: 44,
});

export type TelnetEvent =
	| { readonly kind: "data"; readonly bytes: Uint8Array }
	| { readonly kind: "option"; readonly verb: number; readonly option: number }
	| { readonly kind: "subnegotiation"; readonly bytes: Uint8Array };

const longestSubnegotiation = 64;

/** `bytes` as they stand in a Telnet stream: every IAC twice. */
export function telnetEscape(bytes: Uint8Array): Uint8Array {
	if (!bytes.includes(telnet.iac)) return bytes;
	return Uint8Array.from([...bytes].flatMap((byte) => (byte === telnet.iac ? [byte, byte] : [byte])));
}

export function telnetSubnegotiation(bytes: Uint8Array): Uint8Array {
	const { iac, subnegotiation, subnegotiationEnd } = telnet;
	return Uint8Array.of(iac, subnegotiation, ...telnetEscape(bytes), iac, subnegotiationEnd);
}

/** Takes a Telnet stream apart, however it was cut into pieces. Other commands are dropped, and what is too long of a subnegotiation. */
export class TelnetDecoder {
	#state: "data" | "command" | "option" = "data";
	#verb = 0;
	#subnegotiation: number[] | undefined;
	#data: number[] = [];

	push(bytes: Uint8Array): TelnetEvent[] {
		const events: TelnetEvent[] = [];
		for (const byte of bytes) this.#take(byte, events);
		this.#flush(events);
		return events;
	}

	#take(byte: number, events: TelnetEvent[]): void {
		if (this.#state === "option") {
			this.#state = "data";
			this.#flush(events);
			events.push({ kind: "option", verb: this.#verb, option: byte });
		} else if (this.#state === "command") {
			this.#state = "data";
			this.#command(byte, events);
		} else if (byte === telnet.iac) {
			this.#state = "command";
		} else {
			this.#append(byte);
		}
	}

	#command(byte: number, events: TelnetEvent[]): void {
		if (byte === telnet.iac) {
			this.#append(byte);
		} else if (byte === telnet.subnegotiation) {
			this.#flush(events);
			this.#subnegotiation = [];
		} else if (byte === telnet.subnegotiationEnd && this.#subnegotiation) {
			events.push({ kind: "subnegotiation", bytes: Uint8Array.from(this.#subnegotiation) });
			this.#subnegotiation = undefined;
		} else if (byte >= telnet.will) {
			this.#verb = byte;
			this.#state = "option";
		}
	}

	#append(byte: number): void {
		if (this.#subnegotiation === undefined) this.#data.push(byte);
		else if (this.#subnegotiation.length < longestSubnegotiation) this.#subnegotiation.push(byte);
	}

	#flush(events: TelnetEvent[]): void {
		if (this.#data.length === 0) return;
		events.push({ kind: "data", bytes: Uint8Array.from(this.#data) });
		this.#data = [];
	}
}
