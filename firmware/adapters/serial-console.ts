import type { Console } from "../ports/console.js";
import { logLine } from "../ports/log-line.js";
import type { TextCodec } from "../ports/text-codec.js";

/** What we use of an ECMA-419 serial port, in its `buffer` format. */
export interface SerialPort {
	/** What has arrived; undefined: nothing. */
	read(): ArrayBuffer | undefined;
	write(bytes: ArrayBuffer): void;
	close(): void;
}

export interface SerialCallbacks {
	readonly onReadable: () => void;
	/** At least so many bytes may be written at once. */
	readonly onWritable: (count: number) => void;
	/** The port is closed already. */
	readonly onError: () => void;
}

/** Bytes of lines that wait for the port; twice the answer to a frame and the log of a device that comes online. */
const queueLimit = 8192;

/** A serial port as console and as a way out for the log. Never waits, never throws; what it cannot keep, it drops and says so. */
export class SerialConsole implements Console {
	readonly #text: TextCodec;
	readonly #queue: Uint8Array[] = [];
	#queued = 0;
	/** Lines lost since the last one that was kept. */
	#dropped = 0;
	/** Bytes that may be written now. */
	#room = 0;
	#port: SerialPort | undefined;
	#onBytes: ((bytes: Uint8Array) => void) | undefined;

	/** `open` makes the port, whose callbacks come later. Throws what it throws. */
	constructor(open: (callbacks: SerialCallbacks) => SerialPort, text: TextCodec) {
		this.#text = text;
		this.#port = open({
			onReadable: () => this.#guarded(() => this.#read()),
			onWritable: (count) =>
				this.#guarded(() => {
					this.#room = count;
					this.#flush();
				}),
			onError: () => {
				this.#port = undefined;
			},
		});
	}

	listen(onBytes: (bytes: Uint8Array) => void): void {
		this.#guarded(() => {
			this.#read();
			this.#onBytes = onBytes;
		});
	}

	/** Sends `line` and its end, or queues them. */
	writeLine(line: string): void {
		if (!this.#port) return;
		const bytes = this.#text.encode(`${line}\n`);
		this.#queue.push(bytes);
		this.#queued += bytes.length;
		while (this.#queued > queueLimit && this.#queue.length > 1) this.#drop();
		this.#guarded(() => this.#flush());
	}

	close(): void {
		const port = this.#port;
		this.#port = undefined;
		this.#onBytes = undefined;
		this.#queue.length = 0;
		try {
			port?.close();
		} catch {
			// It is gone either way.
		}
	}

	#read(): void {
		for (;;) {
			const bytes = this.#port?.read();
			if (!bytes || bytes.byteLength === 0) return;
			this.#onBytes?.(new Uint8Array(bytes));
		}
	}

	/** One write for each grant: a port that took a part only grants nothing before the rest is out. */
	#flush(): void {
		const next = this.#queue[0];
		if (!next || this.#room === 0) return;
		const part = next.slice(0, this.#room);
		this.#room = 0;
		if (part.length === next.length) this.#queue.shift();
		else this.#queue[0] = next.slice(part.length);
		this.#queued -= part.length;
		if (this.#queue.length === 0 && this.#dropped > 0) this.#report();
		this.#port?.write(part.buffer as ArrayBuffer);
	}

	/** The oldest line that has not begun to go out. */
	#drop(): void {
		const [lost] = this.#queue.splice(this.#queue.length > 2 ? 1 : 0, 1);
		this.#queued -= lost?.length ?? 0;
		this.#dropped += 1;
	}

	#report(): void {
		const dropped = this.#dropped;
		this.#dropped = 0;
		this.writeLine(logLine("warning", "log.dropped", { dropped }));
	}

	/** An exception in a callback of the SDK's may end the machine; a port that throws is not used again. */
	#guarded(work: () => void): void {
		try {
			work();
		} catch {
			this.close();
		}
	}
}
