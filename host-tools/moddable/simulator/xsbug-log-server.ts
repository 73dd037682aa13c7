import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { refuseWebRequests } from "../../base/refuse-web-requests.js";
import { XsbugReader } from "./xsbug-reader.js";

/** What the simulated machine tells its debugger. */
export interface XsbugListener {
	/** One line of `trace` output, without its end. */
	onLine(line: string): void;
	/** The machine stopped: an exception or an abort. It goes on by itself afterwards, as a chip without a debugger does. */
	onBreak(message: string): void;
	/** The figures of XS's instrumentation, once a second. */
	onSamples?(samples: Readonly<Record<string, number>>): void;
	/** The debugger's connection ended: the machine is gone. */
	onGone?(): void;
}

export interface XsbugLogServer {
	readonly port: number;
	/** May be called twice. */
	close(): Promise<void>;
}

/** The little of xsbug's protocol that shows a machine's log: a server on a port of the system's choice, on loopback only. */
export async function startXsbugLogServer(listener: XsbugListener): Promise<XsbugLogServer> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		attach(socket, listener);
		socket.on("close", () => {
			sockets.delete(socket);
			listener.onGone?.();
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return { port: (server.address() as AddressInfo).port, close: () => closeServer(server, sockets) };
}

function attach(socket: Socket, listener: XsbugListener): void {
	const send = (...elements: string[]) => {
		if (socket.writable) socket.write(elements.map((element) => `\r\n<${element}/>\r\n`).join(""));
	};
	const reader = new XsbugReader({
		onLine: (line) => listener.onLine(line),
		onSamples: (samples) => listener.onSamples?.(samples),
		onLogin: () => send("set-all-breakpoints", "go"),
		onBreak: (message) => {
			listener.onBreak(message);
			send("go");
		},
	});
	const utf8 = new TextDecoder("utf-8");
	refuseWebRequests(socket, (bytes) => reader.push(utf8.decode(bytes, { stream: true })));
	// A machine that is ended resets its connection; "close" follows and says so.
	socket.on("error", () => {});
}

async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
	if (!server.listening) return;
	const closed = once(server, "close");
	server.close();
	for (const socket of sockets) socket.destroy();
	await closed;
}
