import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** Takes every connection and never says a word. */
export class SilentServer {
	/** Emits `connection` for each. */
	readonly connections = new EventEmitter();
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();

	private constructor() {
		this.#server = createServer((socket) => {
			this.#sockets.add(socket);
			socket.on("error", () => undefined);
			socket.resume();
			this.connections.emit("connection");
		});
	}

	/** On a free port of 127.0.0.1. */
	static async start(): Promise<SilentServer> {
		const silent = new SilentServer();
		silent.#server.listen(0, "127.0.0.1");
		await once(silent.#server, "listening");
		return silent;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get httpUrl(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	close(): void {
		for (const socket of this.#sockets) socket.destroy();
		this.#server.close();
	}
}
