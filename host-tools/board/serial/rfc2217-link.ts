import { setTimeout as delay } from "node:timers/promises";
import { throwIfInterrupted } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import { connectSocket } from "./connect-socket.js";
import type { OpenSerialLink, SerialLink, SerialListener, SerialSignals } from "./serial-link.js";
import { SocketEnd } from "./socket-link.js";
import { escapeTelnet, subnegotiation, TelnetDecoder, telnet } from "./telnet.js";

const { iac, will, wont, do: doIt, dont, binary, suppressGoAhead, comPort } = telnet;

/** Client to server; the server answers each with its number plus 100 (RFC 2217, section 3). */
const command = Object.freeze({ setBaudRate: 1, setDataSize: 2, setParity: 3, setStopSize: 4, setControl: 5 });
const answerOffset = 100;
const control = Object.freeze({ noFlowControl: 1, dtrOn: 8, dtrOff: 9, rtsOn: 11, rtsOff: 12 });

/** How long a server may take to say that it speaks RFC 2217, in ms. */
const negotiationDeadlineMs = 5000;
/** How long an answer is waited for, in ms; without one the request counts as done. */
const answerDeadlineMs = 1000;

/** rfc2217://host:port: the serial port of another machine, e.g. esp_rfc2217_server, ser2net or pyserial's example. */
export const openRfc2217Link: OpenSerialLink = async (name, { baudRate, signal }) => {
	const link = new Rfc2217Link(name, await connectSocket(name, signal));
	try {
		await link.negotiate(baudRate, signal);
		return link;
	} catch (error) {
		await link.close();
		throwIfInterrupted(signal);
		throw error;
	}
};

class Rfc2217Link implements SerialLink {
	readonly name: string;
	readonly hasSignals = true;
	readonly #end: SocketEnd;
	readonly #answers = new Map<number, () => void>();
	readonly #accepted = new Set<number>();
	#refused = false;
	/** esp_rfc2217_server does the reset by itself and answers nothing: it is waited for once. */
	#answersSignals = true;
	#agreed: () => void = () => undefined;

	constructor(name: string, socket: ConstructorParameters<typeof SocketEnd>[1]) {
		this.name = name;
		const decoder = new TelnetDecoder({
			onOption: (verb, option) => this.#onOption(verb, option),
			onSubnegotiation: (option, payload) => {
				if (option === comPort) this.#answers.get(payload[0] ?? 0)?.();
			},
		});
		this.#end = new SocketEnd(name, socket, (bytes) => decoder.decode(bytes));
	}

	/** Rejects with ToolError `port-missing`. */
	async negotiate(baudRate: number, signal: AbortSignal): Promise<void> {
		const agreed = new Promise<void>((resolve) => {
			this.#agreed = resolve;
		});
		const offers = [comPort, binary, suppressGoAhead].flatMap((option) => [iac, will, option]);
		await this.#end.write(Uint8Array.from([...offers, iac, doIt, binary, iac, doIt, suppressGoAhead]));
		await Promise.race([agreed, pause(negotiationDeadlineMs, signal)]);
		throwIfInterrupted(signal);
		if (this.#refused || !this.#accepted.has(comPort)) {
			throw new ToolError("port-missing", `What answers at ${this.name} does not speak RFC 2217`, {
				next: "is it the right port? A plain TCP connection is named tcp://HOST:PORT",
			});
		}
		await this.setBaudRate(baudRate);
		for (const [number, value] of [
			[command.setDataSize, 8],
			[command.setParity, 1],
			[command.setStopSize, 1],
			[command.setControl, control.noFlowControl],
		] as const) {
			await this.#ask(number, [value]);
		}
		// DTR and RTS are left as they are: released one after the other they would reset the board.
	}

	listen(listener: SerialListener | undefined): void {
		this.#end.listen(listener);
	}

	write(bytes: Uint8Array): Promise<void> {
		return this.#end.write(escapeTelnet(bytes));
	}

	async setBaudRate(baudRate: number): Promise<void> {
		const bytes = new DataView(new ArrayBuffer(4));
		bytes.setUint32(0, baudRate);
		await this.#ask(command.setBaudRate, [...new Uint8Array(bytes.buffer)]);
	}

	/** DTR first, as flashers do it: some servers recognize a reset by the order. */
	async setSignals({ dtr, rts }: SerialSignals): Promise<void> {
		if (dtr !== undefined) await this.#setControl(dtr ? control.dtrOn : control.dtrOff);
		if (rts !== undefined) await this.#setControl(rts ? control.rtsOn : control.rtsOff);
	}

	close(): Promise<void> {
		return this.#end.close();
	}

	async #setControl(value: number): Promise<void> {
		const wait = this.#answersSignals ? answerDeadlineMs : 0;
		this.#answersSignals = await this.#ask(command.setControl, [value], wait);
	}

	/** True when the server answered in time. */
	async #ask(number: number, value: readonly number[], deadlineMs = answerDeadlineMs): Promise<boolean> {
		let isAnswered = false;
		const over = new AbortController();
		const answered = new Promise<void>((resolve) => {
			this.#answers.set(number + answerOffset, () => {
				isAnswered = true;
				resolve();
			});
		});
		try {
			await this.#end.write(subnegotiation(comPort, [number, ...value]));
			if (deadlineMs > 0) await Promise.race([answered, pause(deadlineMs, over.signal)]);
			return isAnswered;
		} finally {
			over.abort();
			this.#answers.delete(number + answerOffset);
		}
	}

	#onOption(verb: number, option: number): void {
		if (option === comPort) {
			if (verb === doIt) this.#accepted.add(comPort);
			if (verb === dont) this.#refused = true;
			if (verb === doIt || verb === dont) this.#agreed();
			return;
		}
		const known = option === binary || option === suppressGoAhead;
		// What we asked for ourselves needs no second answer; the rest is declined once.
		if (known) return;
		const answer = verb === will ? dont : verb === doIt ? wont : undefined;
		if (answer !== undefined) this.#end.write(Uint8Array.from([iac, answer, option])).catch(() => undefined);
	}
}

/** Resolves after `milliseconds` or when `signal` aborts. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
