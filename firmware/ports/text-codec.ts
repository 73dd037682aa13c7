/** UTF-8 and base64, which neither ES2023 nor XS offers under a common name. */
export interface TextCodec {
	/** UTF-8 bytes of `text`. */
	encode(text: string): Uint8Array;

	/** Text of well-formed UTF-8. Throws on malformed bytes. */
	decode(bytes: Uint8Array): string;

	/** RFC 4648 section 4, padded, one line. */
	toBase64(bytes: Uint8Array): string;

	/** Accepts RFC 4648 section 4 without white space. Throws on anything else. */
	fromBase64(text: string): Uint8Array;
}
