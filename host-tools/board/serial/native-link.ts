import { promisify } from "node:util";
import { interruptible, throwIfInterrupted, withDeadline } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import { withEndingReads } from "./ending-reads.js";
import { loadSerialPort, type NativePort } from "./load-serialport.js";
import { openError, portDeadlineMs, portLost, portStuck } from "./port-error.js";
import type { OpenSerialLink, SerialLink, SerialListener, SerialSignals } from "./serial-link.js";

/** A serial port of this machine, or a pty. DTR and RTS are released when it opens, so that opening does not reset a board. */
export const openNativeLink: OpenSerialLink = async (path, { baudRate, signal }) => {
	const { SerialPort } = await loadSerialPort();
	throwIfInterrupted(signal);
	const port = new SerialPort({ path, baudRate, autoOpen: false, binding: withEndingReads(SerialPort.binding) });
	try {
		const opening = () => withDeadline(promisify(port.open.bind(port)), portDeadlineMs, () => portStuck(path));
		await interruptible(opening, signal);
	} catch (error) {
		throw error instanceof ToolError ? error : openError(path, error);
	}
	const hasSignals = await set(port, { dtr: false, rts: false }).then(
		() => true,
		() => false,
	);
	return new NativeLink(path, port, { hasSignals, baudRate });
};

class NativeLink implements SerialLink {
	readonly name: string;
	readonly hasSignals: boolean;
	readonly #port: NativePort;
	#listener: SerialListener | undefined;
	#ended = false;
	#baudRate: number;
	#levels = { dtr: false, rts: false };

	constructor(
		name: string,
		port: NativePort,
		{ hasSignals, baudRate }: { readonly hasSignals: boolean; readonly baudRate: number },
	) {
		this.name = name;
		this.hasSignals = hasSignals;
		this.#baudRate = baudRate;
		this.#port = port;
		port.on("data", (bytes) => this.#listener?.onBytes(new Uint8Array(bytes)));
		port.on("close", (error) => this.#lost(error));
		port.on("error", (error) => this.#lost(error));
		// Where the end of a port is no error to the stream: Windows.
		port.on("end", () => this.#lost());
	}

	listen(listener: SerialListener | undefined): void {
		this.#listener = listener;
	}

	write(bytes: Uint8Array): Promise<void> {
		// A byte is ten bits on the line.
		const lineMs = (bytes.length * 10_000) / this.#baudRate;
		return this.#try((done) => this.#port.write(bytes, done), lineMs);
	}

	setBaudRate(baudRate: number): Promise<void> {
		this.#baudRate = baudRate;
		return this.#try((done) => this.#port.update({ baudRate }, done));
	}

	async setSignals(signals: SerialSignals): Promise<void> {
		if (!this.hasSignals) return;
		// serialport sets every line with each call.
		this.#levels = { ...this.#levels, ...signals };
		await this.#try((done) => this.#port.set(this.#levels, done));
	}

	async close(): Promise<void> {
		this.#ended = true;
		this.#listener = undefined;
		if (!this.#port.isOpen) return;
		const closing = () => new Promise<void>((resolve) => this.#port.close(() => resolve()));
		// Nothing is left to be done about a port that does not close either.
		await withDeadline(closing, portDeadlineMs, () => portStuck(this.name)).catch(() => undefined);
	}

	async #try(work: (done: (error?: Error | null) => void) => void, lineMs = 0): Promise<void> {
		if (this.#ended) throw portLost(this.name);
		const working = () =>
			new Promise<void>((resolve, reject) => {
				work((error) => (error ? reject(portLost(this.name, error)) : resolve()));
			});
		await withDeadline(working, portDeadlineMs + lineMs, () => portStuck(this.name));
	}

	#lost(cause?: Error | null): void {
		if (this.#ended) return;
		this.#ended = true;
		const listener = this.#listener;
		this.#listener = undefined;
		if (this.#port.isOpen) this.#port.close(() => undefined);
		listener?.onClosed(portLost(this.name, cause ?? undefined));
	}
}

function set(port: NativePort, levels: { dtr: boolean; rts: boolean }): Promise<void> {
	return new Promise((resolve, reject) => port.set(levels, (error) => (error ? reject(error) : resolve())));
}
