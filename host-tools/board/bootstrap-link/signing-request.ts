import { frameType } from "../../../firmware/core/bootstrap-link/frames.js";
import { crc32 } from "../../../firmware/core/encoding/crc32.js";
import { writePem } from "../../../firmware/core/encoding/pem.js";
import { pause } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import type { BoardLines } from "./board-lines.js";
import { Conversation } from "./conversation.js";

/** DER of a request for an RSA 2048 key has some 650 bytes. */
const maximumRequest = 4096;

export interface SigningRequestOptions {
	readonly signal: AbortSignal;
	/** How long the board may take to make its key, ms; 4 minutes by default. */
	readonly keyMs?: number;
	/** A frame is sent again, and the board asked whether the key is made, after so long, ms; 1 s by default. */
	readonly repeatMs?: number;
	/** An answer is given up after so long, ms; 5 s by default. */
	readonly deadlineMs?: number;
}

/**
 * PEM of the request for a certificate for the board's own key, which it makes where there is none yet. The key stays on the board; send
 * the certificate as a bootstrap for the own key. Rejects with `bootstrap-refused`, `board-silent`, `timeout`, `port-lost`, `interrupted`.
 */
export async function readSigningRequest(board: BoardLines, options: SigningRequestOptions): Promise<string> {
	const { signal, keyMs = 240_000, repeatMs = 1000, deadlineMs = 5000 } = options;
	const conversation = new Conversation(board, signal);
	const question = { type: frameType.request, answer: "bootstrap.request", repeatMs, deadlineMs };
	const until = performance.now() + keyMs;
	const pieces: Buffer[] = [];
	let length = 0;
	for (;;) {
		const payload = Uint8Array.of(length & 0xff, length >> 8);
		const { total, crc, offset, data } = await conversation.ask({ ...question, payload });
		// A board that gives it byte by byte is as late as one that makes no key.
		if (performance.now() > until) throw tooSlow(keyMs);
		if (total === 0) {
			await pause(repeatMs, signal);
			continue;
		}
		const piece = Buffer.from(String(data), "base64");
		if (offset !== length || piece.length === 0 || length + piece.length > maximumRequest) throw malformed();
		pieces.push(piece);
		length += piece.length;
		if (length < Number(total)) continue;
		// An answer has no checksum of its own.
		if (crc32(...pieces) !== crc) throw malformed();
		return writePem("CERTIFICATE REQUEST", Buffer.concat(pieces), nodeTextCodec);
	}
}

function tooSlow(keyMs: number): ToolError {
	return new ToolError("timeout", `The board has not made its key within ${keyMs / 1000} s`, {
		next: "ask again: the board goes on making it",
	});
}

function malformed(): ToolError {
	return new ToolError("board-silent", "The board's certificate signing request came in malformed pieces", {
		next: "ask again; look at the board's log with `thingsmith device monitor`",
	});
}
