import type { TextCodec } from "../ports/text-codec.js";

export class XsTextCodec implements TextCodec {
	encode(text: string): Uint8Array {
		return new Uint8Array(ArrayBuffer.fromString(text));
	}

	decode(bytes: Uint8Array): string {
		return String.fromArrayBuffer(bytes.slice().buffer as ArrayBuffer);
	}

	toBase64(bytes: Uint8Array): string {
		return bytes.toBase64();
	}

	fromBase64(text: string): Uint8Array {
		// The default accepts white space, and a last group without padding.
		if (/\s/.test(text)) throw new SyntaxError("Base64 text holds white space");
		return Uint8Array.fromBase64(text, { lastChunkHandling: "strict" });
	}
}
