import TCP from "embedded:io/socket/tcp";

/** Lines to and from whoever started the simulator. */
export class Link {
	readonly #socket: TCP;
	readonly #onLine: (line: string) => void;
	#received = "";
	#waiting = new Uint8Array(0);
	#writable = 0;

	constructor(port: number, onLine: (line: string) => void) {
		this.#onLine = onLine;
		this.#socket = new TCP({
			address: "127.0.0.1",
			port,
			onReadable: (count) => this.#receive(count),
			onWritable: (count) => {
				this.#writable = count;
				this.#flush();
			},
		});
	}

	send(line: string): void {
		const bytes = new Uint8Array(ArrayBuffer.fromString(`${line}\n`));
		const both = new Uint8Array(this.#waiting.length + bytes.length);
		both.set(this.#waiting);
		both.set(bytes, this.#waiting.length);
		this.#waiting = both;
		this.#flush();
	}

	#flush(): void {
		const count = Math.min(this.#writable, this.#waiting.length);
		if (count === 0) return;
		this.#socket.write(this.#waiting.slice(0, count));
		this.#writable -= count;
		this.#waiting = this.#waiting.slice(count);
	}

	#receive(count: number): void {
		this.#received += String.fromArrayBuffer(this.#socket.read(count) as ArrayBuffer);
		const lines = this.#received.split("\n");
		this.#received = lines.pop() ?? "";
		for (const line of lines) this.#onLine(line);
	}
}
