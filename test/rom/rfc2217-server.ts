import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Board } from "./board.js";
import { ComPort } from "./com-port.js";
import { TelnetDecoder, type TelnetEvent, telnet, telnetEscape, telnetSubnegotiation } from "./telnet.js";
import type { RomTransport } from "./transport.js";

const supported: readonly number[] = [telnet.binary, telnet.suppressGoAhead, telnet.comPort];

/** The board behind a serial server of RFC 2217 on loopback; while it is unplugged, nobody listens on the port. */
export async function rfc2217Transport(board: Board): Promise<RomTransport> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		// Whoever hangs up in the middle of something is what this is for.
		socket.on("error", () => {});
		socket.setNoDelay(true);
		serve(socket, board);
	});
	const port = await listen(server, 0);
	const stop = async () => {
		for (const socket of sockets) socket.destroy();
		if (!server.listening) return;
		const closed = once(server, "close");
		server.close();
		await closed;
	};
	const onUnplugged = () => void stop();
	board.events.on("unplugged", onUnplugged);
	return {
		port: `rfc2217://127.0.0.1:${port}`,
		async plug() {
			await stop();
			await listen(server, port);
		},
		async close() {
			board.events.off("unplugged", onUnplugged);
			await stop();
		},
	};
}

async function listen(server: Server, port: number): Promise<number> {
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	return (server.address() as AddressInfo).port;
}

/** One client at a time: a second one is hung up on, as a port that is open cannot be opened. */
function serve(socket: Socket, board: Board): void {
	const connection = board.connect({
		onBytes: (bytes) => {
			if (!socket.destroyed) socket.write(telnetEscape(bytes));
		},
		onUnplugged: () => socket.destroy(),
	});
	if (connection === undefined) {
		socket.destroy();
		return;
	}
	const port = new ComPort(connection);
	const options = new Negotiator((bytes) => socket.write(bytes));
	const decoder = new TelnetDecoder();
	const take = (event: TelnetEvent) => {
		if (event.kind === "data") return connection.write(event.bytes);
		if (event.kind === "subnegotiation") {
			const answer = port.request(event.bytes);
			if (answer) socket.write(telnetSubnegotiation(answer));
		} else if (options.take(event.verb, event.option) && event.option === telnet.comPort) {
			socket.write(telnetSubnegotiation(port.modemState()));
		}
	};
	socket.on("data", (bytes: Buffer) => {
		for (const event of decoder.push(bytes)) take(event);
	});
	socket.on("close", () => connection.close());
}

/** Agrees to what it knows, refuses the rest, and says each thing once, so that no two sides thank each other forever. */
class Negotiator {
	readonly #write: (bytes: Uint8Array) => void;
	readonly #said = new Set<string>();

	constructor(write: (bytes: Uint8Array) => void) {
		this.#write = write;
	}

	/** True when the client now does `option`, which it did not before. */
	take(verb: number, option: number): boolean {
		const knows = supported.includes(option);
		if (verb === telnet.will) return this.#say(knows ? telnet.do : telnet.dont, option) && knows;
		if (verb === telnet.do) this.#say(knows ? telnet.will : telnet.wont, option);
		return false;
	}

	#say(verb: number, option: number): boolean {
		const key = `${verb} ${option}`;
		if (this.#said.has(key)) return false;
		this.#said.add(key);
		this.#write(Uint8Array.of(telnet.iac, verb, option));
		return true;
	}
}
