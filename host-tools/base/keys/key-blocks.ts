import { decodeText } from "../files/decode-text.js";
import { ToolError } from "../tool-error.js";
import { derLabel } from "./der-label.js";
import { type PemBlock, readPemBlocks } from "./pem-blocks.js";
import { unescapeText } from "./unescape-text.js";

/** What a person gave for a key, a certificate, or both. */
export interface KeySource {
	/** As errors name it: an option and its file, or a member. */
	readonly name: string;
	/** Bytes of a file, or a text within one. */
	readonly content: Uint8Array | string;
}

/**
 * All that a source holds, in whatever form people have it: PEM with the damage `readPemBlocks` mends, in UTF-8 or UTF-16, within JSON,
 * YAML, C or what the AWS CLI prints; DER; either of them in base64. Throws ToolError `file-invalid` that names the source and never quotes it.
 */
export function keyBlocksIn({ name, content }: KeySource): readonly PemBlock[] {
	try {
		const blocks = typeof content === "string" ? readPemBlocks(content) : blocksOf(content);
		if (blocks.length > 0) return blocks;
		return blocksOf(fromBase64(typeof content === "string" ? content : decodeText(content)));
	} catch (error) {
		if (!(error instanceof ToolError)) throw error;
		throw new ToolError(error.code, `${name}: ${error.message}`, { next: error.next });
	}
}

function blocksOf(bytes: Uint8Array): readonly PemBlock[] {
	const label = derLabel(bytes);
	return label === undefined ? readPemBlocks(decodeText(bytes)) : [{ label, der: bytes, encrypted: false }];
}

/** Empty when `text` is no base64. */
function fromBase64(text: string): Uint8Array {
	const compact = unescapeText(text).replace(/[\s"']/g, "");
	return new Uint8Array(/^[A-Za-z0-9+/]{64,}={0,2}$/.test(compact) ? Buffer.from(compact, "base64") : []);
}
