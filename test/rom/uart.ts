/** Rates that differ by less than this share of the receiver's are heard well: eight bits and stop bit fit. */
const tolerance = 0.03;

/** What a UART hears of bytes that were sent at another rate: as many bytes, none of them right, no frame among them. */
export function garbled(bytes: Uint8Array): Uint8Array {
	return bytes.map((byte) => {
		const wrong = (Math.imul(byte, 0x3b) ^ 0x5e) & 0xff;
		return wrong === 0xc0 || wrong === byte ? wrong ^ 0x81 : wrong;
	});
}

/** UART0 and the rates at both of its ends. */
export class Uart {
	/** Baud, of the chip. */
	baudRate = 115_200;
	/** Baud, of whoever is connected; undefined on lines that have none: native USB, a pty. */
	hostBaudRate: number | undefined;
	/** True: the chip measures the rate of what comes in, and takes it. */
	measuring = false;

	/** What the chip hears of `bytes`. */
	receive(bytes: Uint8Array): Uint8Array {
		if (this.measuring && this.hostBaudRate !== undefined) this.baudRate = this.hostBaudRate;
		return this.#agrees() ? bytes : garbled(bytes);
	}

	/** What the host hears of `bytes`. */
	transmit(bytes: Uint8Array): Uint8Array {
		return this.#agrees() ? bytes : garbled(bytes);
	}

	#agrees(): boolean {
		if (this.hostBaudRate === undefined) return true;
		return Math.abs(this.hostBaudRate - this.baudRate) <= this.baudRate * tolerance;
	}
}
