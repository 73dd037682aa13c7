import type { BoardConnection } from "./board.js";
import { telnet } from "./telnet.js";

/** Requests of RFC 2217; an answer's number is 100 higher. */
const request = Object.freeze({
	setBaudRate: 1,
	setControl: 5,
	notifyModemState: 7,
	suspend: 8,
	resume: 9,
});

/** Values of SET-CONTROL that have to do with DTR and RTS. */
const control = Object.freeze({ askDtr: 7, dtrOn: 8, dtrOff: 9, askRts: 10, rtsOn: 11, rtsOff: 12 });
const clearToSendAndDataSetReady = 0x30;

/** One client's port: what it set, and what the requests of RFC 2217 do to the board. */
export class ComPort {
	readonly #board: BoardConnection;
	#baudRate = 115_200;
	#dtr = false;
	#rts = false;

	constructor(board: BoardConnection) {
		this.#board = board;
		board.setBaudRate(this.#baudRate);
	}

	/** The answer to a subnegotiation, as content of another; undefined where there is none. */
	request(bytes: Uint8Array): Uint8Array | undefined {
		const [option, code = 0, ...value] = bytes;
		if (option !== telnet.comPort || code === request.suspend || code === request.resume) return undefined;
		return Uint8Array.of(telnet.comPort, code + 100, ...this.#perform(code, Uint8Array.from(value)));
	}

	/** What the server says by itself once the option is agreed on. */
	modemState(): Uint8Array {
		return Uint8Array.of(telnet.comPort, request.notifyModemState + 100, clearToSendAndDataSetReady);
	}

	#perform(code: number, value: Uint8Array): Uint8Array {
		if (code === request.setBaudRate && value.length === 4) return this.#setBaudRate(value);
		if (code === request.setControl && value.length === 1) return Uint8Array.of(this.#setControl(value[0] as number));
		if (code === request.notifyModemState) return Uint8Array.of(clearToSendAndDataSetReady);
		// Sizes, parity, masks, PURGE: whatever is asked for is so.
		return value;
	}

	/** 0 asks for the rate. */
	#setBaudRate(value: Uint8Array): Uint8Array {
		const view = new DataView(value.buffer);
		const wanted = view.getUint32(0);
		if (wanted > 0) {
			this.#baudRate = wanted;
			this.#board.setBaudRate(wanted);
		}
		view.setUint32(0, this.#baudRate);
		return value;
	}

	#setControl(value: number): number {
		if (value === control.askDtr) return this.#dtr ? control.dtrOn : control.dtrOff;
		if (value === control.askRts) return this.#rts ? control.rtsOn : control.rtsOff;
		if (value === control.dtrOn || value === control.dtrOff) this.#dtr = value === control.dtrOn;
		if (value === control.rtsOn || value === control.rtsOff) this.#rts = value === control.rtsOn;
		if (value >= control.dtrOn && value <= control.rtsOff) this.#board.setSignals({ dtr: this.#dtr, rts: this.#rts });
		return value;
	}
}
