import { ToolError } from "../../host-tools/base/tool-error.js";
import { portLost } from "../../host-tools/board/serial/port-error.js";
import type { OpenSerialLink, SerialLink, SerialListener } from "../../host-tools/board/serial/serial-link.js";
import type { Board, BoardConnection } from "./board.js";

/** Opens the board itself, whatever port is named: a serial line without a cable, for tests in one process. */
export function boardLinks(board: Board): OpenSerialLink {
	return async (name, { baudRate }) => {
		const link = new BoardLink(name, board);
		await link.setBaudRate(baudRate);
		return link;
	};
}

class BoardLink implements SerialLink {
	readonly name: string;
	readonly hasSignals = true;
	readonly #connection: BoardConnection;
	#listener: SerialListener | undefined;
	#lost = false;

	/** Throws ToolError `port-missing`, `port-busy`. */
	constructor(name: string, board: Board) {
		this.name = name;
		if (board.state === "off") throw new ToolError("port-missing", `There is no port ${name}`);
		const connection = board.connect({
			// A line takes its time: nothing arrives while something is being written.
			onBytes: (bytes) => setImmediate(() => this.#listener?.onBytes(bytes)),
			onUnplugged: () => this.#lose(),
		});
		if (connection === undefined) throw new ToolError("port-busy", `${name} is in use`);
		this.#connection = connection;
	}

	listen(listener: SerialListener | undefined): void {
		this.#listener = listener;
	}

	async write(bytes: Uint8Array): Promise<void> {
		this.#check();
		this.#connection.write(bytes);
	}

	async setBaudRate(baudRate: number): Promise<void> {
		this.#check();
		this.#connection.setBaudRate(baudRate);
	}

	async setSignals(signals: { readonly dtr?: boolean; readonly rts?: boolean }): Promise<void> {
		this.#check();
		this.#connection.setSignals(signals);
	}

	async close(): Promise<void> {
		this.#listener = undefined;
		this.#connection.close();
	}

	#check(): void {
		if (this.#lost) throw portLost(this.name);
	}

	#lose(): void {
		this.#lost = true;
		setImmediate(() => {
			const listener = this.#listener;
			this.#listener = undefined;
			listener?.onClosed(portLost(this.name));
		});
	}
}
