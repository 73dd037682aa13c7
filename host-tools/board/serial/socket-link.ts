import type { Socket } from "node:net";
import { withDeadline } from "../../base/interruption.js";
import { portDeadlineMs, portLost, portStuck } from "./port-error.js";
import type { SerialListener } from "./serial-link.js";

/** What links over a TCP connection have in common: one listener, one end. */
export class SocketEnd {
	readonly name: string;
	readonly #socket: Socket;
	#listener: SerialListener | undefined;
	#ended = false;

	/** `decode` turns what arrives into what the board said. */
	constructor(name: string, socket: Socket, decode: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) {
		this.name = name;
		this.#socket = socket;
		socket.on("data", (chunk: Uint8Array) => {
			const bytes = decode(new Uint8Array(chunk));
			if (bytes.length > 0) this.#listener?.onBytes(bytes);
		});
		socket.on("error", (error) => this.#lost(error));
		socket.on("close", () => this.#lost());
		socket.on("end", () => this.#lost());
	}

	listen(listener: SerialListener | undefined): void {
		this.#listener = listener;
	}

	/** Rejects with ToolError `port-lost`. */
	async write(bytes: Uint8Array): Promise<void> {
		if (this.#ended) throw portLost(this.name);
		const writing = () =>
			new Promise<void>((resolve, reject) => {
				this.#socket.write(bytes, (error) => (error ? reject(portLost(this.name, error)) : resolve()));
			});
		await withDeadline(writing, portDeadlineMs, () => portStuck(this.name));
	}

	async close(): Promise<void> {
		this.#ended = true;
		this.#listener = undefined;
		this.#socket.destroy();
	}

	#lost(cause?: Error): void {
		if (this.#ended) return;
		this.#ended = true;
		const listener = this.#listener;
		this.#listener = undefined;
		this.#socket.destroy();
		listener?.onClosed(portLost(this.name, cause));
	}
}
