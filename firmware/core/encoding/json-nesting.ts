/** No message or record of ours has half as many levels. */
const mostLevels = 32;

const [quote, backslash] = [0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Whether JSON text (UTF-8) is nested too deeply to be parsed: XS's parser calls itself for each level, and aborts the chip when its
 * stack is full, which no `try` catches.
 */
export function isNestedTooDeeply(bytes: Uint8Array): boolean {
	let levels = 0;
	let inString = false;
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at];
		if (byte === quote) inString = !inString;
		else if (inString) at += byte === backslash ? 1 : 0;
		else if (byte === openBrace || byte === openBracket) levels += 1;
		else if (byte === closeBrace || byte === closeBracket) levels -= 1;
		if (levels > mostLevels) return true;
	}
	return false;
}
