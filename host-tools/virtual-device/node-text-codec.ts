import type { TextCodec } from "../../firmware/ports/text-codec.js";

const encoder = new TextEncoder();
// ignoreBOM keeps a byte order mark: decode(encode(text)) must be text.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const nodeTextCodec: TextCodec = Object.freeze({
	encode: (text: string) => encoder.encode(text),
	decode: (bytes: Uint8Array) => decoder.decode(bytes),
	toBase64: (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64"),
	fromBase64(text: string) {
		const bytes = Uint8Array.from(Buffer.from(text, "base64"));
		// Buffer skips what it does not know; the port does not.
		if (Buffer.from(bytes).toString("base64") !== text) throw new TypeError("Not base64");
		return bytes;
	},
});
