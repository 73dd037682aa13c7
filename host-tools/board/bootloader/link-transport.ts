import { ESPError, Transport } from "esptool-js";
import { ToolError } from "../../base/tool-error.js";
import type { SerialLink } from "../serial/serial-link.js";
import type { UsbIds } from "../serial/usb-bridges.js";
import { encodeSlip, SlipDecoder } from "./slip.js";

/** Characters of the boot log that are kept, to see how the chip started. */
const bootLogLimit = 2000;

/**
 * What esptool-js speaks through, over a SerialLink instead of a browser's serial port. The link is opened and closed by its owner.
 * Unlike the library's own it waits for events instead of asking every millisecond, passes over noise between packets, writes
 * nothing to the console, and fails at once when the link is lost or the signal aborts.
 */
export class LinkTransport extends Transport {
	readonly #link: SerialLink;
	readonly #usb: UsbIds | undefined;
	readonly #signal: AbortSignal;
	readonly #decoder = new SlipDecoder();
	#packets: Uint8Array[] = [];
	/** Since the start, unlike the packets never flushed: it tells why a chip does not answer. */
	#bootLog = "";
	#wake: () => void = () => undefined;
	#lost: Error | undefined;

	constructor(link: SerialLink, { usb, signal }: { usb: UsbIds | undefined; signal: AbortSignal }) {
		// The base class only keeps the port, and every method that would use it is replaced here.
		super({} as ConstructorParameters<typeof Transport>[0]);
		this.#link = link;
		this.#usb = usb;
		this.#signal = signal;
	}

	/** Why nothing works any more: the link was lost or the signal aborted. */
	get failure(): Error | undefined {
		if (this.#lost !== undefined) return this.#lost;
		return this.#signal.aborted ? new ToolError("interrupted", "Interrupted before it was done") : undefined;
	}

	override getInfo(): string {
		return "";
	}

	override getVid(): number | undefined {
		return this.#usb && Number.parseInt(this.#usb.vendorId, 16);
	}

	override getPid(): number | undefined {
		return this.#usb && Number.parseInt(this.#usb.productId, 16);
	}

	override trace(): void {}

	override async connect(baudRate = 115_200): Promise<void> {
		this.#check();
		this.#link.listen({ onBytes: (bytes) => this.#take(bytes), onClosed: (error) => this.#end(error) });
		this.flushInput();
		await this.#link.setBaudRate(baudRate);
		this.baudrate = baudRate;
	}

	override async disconnect(): Promise<void> {
		this.flushInput();
	}

	override async readLoop(): Promise<void> {}

	override async write(packet: Uint8Array): Promise<void> {
		this.#check();
		await this.#link.write(encodeSlip(packet));
	}

	/** The next packet. Rejects after `timeout` ms without a byte, when the link is lost or the signal aborts. */
	override async read(timeout: number): Promise<Uint8Array> {
		for (;;) {
			const packet = this.#packets.shift();
			if (packet !== undefined) return packet;
			this.#check();
			if (!(await this.#bytesWithin(timeout))) throw new ESPError(`No answer within ${timeout} ms`);
		}
	}

	override flushInput(): void {
		this.#packets = [];
		this.#decoder.reset();
	}

	override async drainInput(quietMs = 100, longestMs = 400): Promise<void> {
		const deadline = performance.now() + longestMs;
		while (performance.now() < deadline && (await this.#bytesWithin(quietMs))) this.#check();
		this.flushInput();
	}

	override inWaiting(): number {
		return this.#packets.length;
	}

	/** The end of what came, which may be a boot log. */
	override peek(): Uint8Array {
		return Buffer.from(this.#bootLog, "latin1");
	}

	override async setSignals(dtr?: boolean, rts?: boolean): Promise<void> {
		this.#check();
		const signals: { dtr?: boolean; rts?: boolean } = {};
		if (dtr !== undefined) signals.dtr = dtr;
		if (rts !== undefined) signals.rts = rts;
		await this.#link.setSignals(signals);
	}

	override async setRTS(rts: boolean): Promise<void> {
		await this.setSignals(undefined, rts);
	}

	override async setDTR(dtr: boolean): Promise<void> {
		await this.setSignals(dtr, undefined);
	}

	override async changeBaudrate(baudRate: number): Promise<boolean> {
		await this.#link.setBaudRate(baudRate);
		this.baudrate = baudRate;
		return false;
	}

	/** True when something came; false after `milliseconds` of silence. */
	#bytesWithin(milliseconds: number): Promise<boolean> {
		return new Promise((resolve) => {
			const settle = (arrived: boolean) => {
				clearTimeout(timer);
				this.#signal.removeEventListener("abort", abort);
				this.#wake = () => undefined;
				resolve(arrived);
			};
			const timer = setTimeout(() => settle(false), milliseconds);
			const abort = () => settle(true);
			this.#signal.addEventListener("abort", abort, { once: true });
			this.#wake = () => settle(true);
		});
	}

	#take(bytes: Uint8Array): void {
		this.#bootLog = (this.#bootLog + Buffer.from(bytes).toString("latin1")).slice(-bootLogLimit);
		this.#packets.push(...this.#decoder.decode(bytes));
		this.#wake();
	}

	#end(error: Error): void {
		this.#lost = error;
		this.#wake();
	}

	#check(): void {
		const { failure } = this;
		if (failure !== undefined) throw failure;
	}
}
