import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import type { Console } from "../../firmware/ports/console.js";
import type { Log } from "../../firmware/ports/log.js";
import { logLine } from "../../firmware/ports/log-line.js";
import { refuseWebRequests } from "../base/refuse-web-requests.js";

/** Characters that may wait for a reader; what comes beyond is dropped, as a serial line drops it. */
const backlogLimit = 65_536;

/** The serial line of a virtual device, as a TCP connection. */
export interface TcpConsole extends Console {
	readonly host: string;
	readonly port: number;
	/** Where log lines go out, as a board writes them. */
	readonly log: Log;
}

/** Listens on `host`; port 0 picks a free one. One connection at a time: another one is hung up on, and so is a web page's. Rejects with the system's error. */
export async function openTcpConsole(host: string, port: number): Promise<TcpConsole> {
	let listener: ((bytes: Uint8Array) => void) | undefined;
	let current: Socket | undefined;
	const server = createServer((socket) => {
		// Who goes away in the middle of a line is no failure of the device.
		socket.on("error", () => socket.destroy());
		if (current !== undefined) {
			socket.destroy();
			return;
		}
		current = socket.setNoDelay();
		refuseWebRequests(socket, (bytes) => listener?.(bytes));
		socket.on("end", () => socket.destroy());
		socket.on("close", () => {
			current = undefined;
		});
	});
	server.listen(port, host);
	await once(server, "listening");
	return {
		host,
		port: (server.address() as AddressInfo).port,
		listen(onBytes) {
			listener = onBytes;
		},
		log: {
			write(level, event, fields) {
				if (current === undefined || current.writableLength > backlogLimit) return;
				current.write(`${logLine(level, event, fields)}\n`);
			},
		},
		close() {
			listener = undefined;
			current?.destroy();
			server.close();
		},
	};
}
