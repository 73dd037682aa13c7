import type { Duplex } from "node:stream";
import type { RefusalJournal } from "../journal.js";

/** The first byte of an MQTT CONNECT. */
const connect = 0x10;
const statusOf: Readonly<Record<string, string>> = Object.freeze({
	HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
	ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
});

/** Ends a connection on which something else than HTTP came, and says in the journal when it is MQTT that did not ask for MQTT. */
export function answerNoHttp(
	error: Error & { code?: string; rawPacket?: Buffer },
	socket: Duplex,
	journal: RefusalJournal,
): void {
	if (error.rawPacket?.[0] === connect) {
		const reason =
			"MQTT came to a port of HTTP: there a client asks for it by ALPN x-amzn-mqtt-ca, or takes the port of MQTT";
		journal.add({ plane: "connect", code: "mqtt-without-alpn", reason });
	}
	if (error.code === "ECONNRESET" || !socket.writable) {
		socket.destroy();
		return;
	}
	const status = statusOf[error.code ?? ""] ?? "400 Bad Request";
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
