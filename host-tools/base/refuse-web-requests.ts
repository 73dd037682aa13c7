import type { Socket } from "node:net";

/** Bytes of a first line; no protocol of ours has longer ones. */
const longestLine = 1_000;
/** A TLS handshake begins with 0x16 (RFC 8446, section 5.1), TURN over TCP with 0x00 (RFC 8489, section 5); a line never does. */
const isBinary = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
/** Begins our frames, and stands in no HTTP method (RFC 9110, section 5.6.2). */
const frameStart = 0x40;
const lineEnd = 0x0a;

/**
 * Passes on what arrives at `socket`, unless it begins as an HTTP request, a TLS handshake or TURN: then hangs up. Any web page that is open on
 * this machine can send those to a port on loopback, with content of its choice; it cannot choose how they begin.
 */
export function refuseWebRequests(socket: Socket, onBytes: (bytes: Uint8Array) => void): void {
	let held = Buffer.alloc(0);
	let trusted = false;
	socket.on("data", (chunk: Buffer) => {
		if (trusted) return onBytes(new Uint8Array(chunk));
		if (socket.destroyed) return;
		held = Buffer.concat([held, chunk]);
		const judged = judge(held);
		if (judged === "refused") socket.destroy();
		trusted = judged === "trusted";
		if (trusted) onBytes(new Uint8Array(held));
	});
}

function judge(bytes: Buffer): "trusted" | "refused" | "unknown" {
	const [first = frameStart] = bytes;
	if (first === frameStart) return "trusted";
	if (isBinary(first)) return "refused";
	const end = bytes.indexOf(lineEnd);
	if (end < 0) return bytes.length > longestLine ? "refused" : "unknown";
	// Methods can be made up, so it is the version at the end that tells (RFC 9112, section 3).
	return /HTTP\/\d/i.test(bytes.toString("latin1", 0, end)) ? "refused" : "trusted";
}
