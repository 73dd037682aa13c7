import { ToolError } from "../tool-error.js";
import { unescapeText } from "./unescape-text.js";

export interface PemBlock {
	/** E.g. CERTIFICATE, RSA PRIVATE KEY. */
	readonly label: string;
	/** Empty where it is encrypted. */
	readonly der: Uint8Array;
	/** Encrypted with a passphrase the old way, by headers inside the block (RFC 1421). */
	readonly encrypted: boolean;
}

/** Word processors make longer ones of dashes, and people lose one. */
const dash = "[-\\u2010-\\u2015\\u2212]";
const boundary = (word: string, last: string) =>
	new RegExp(`${dash}{2,10}\\s{0,4}${word}\\s{1,80}([A-Z0-9][A-Z0-9\\s]{0,60}?)\\s{0,80}${last}`, "g");
const begin = boundary("BEGIN", `${dash}{2,5}`);
/** Where line ends are lost, its last dashes may count as the first of the next block. */
const end = boundary("END", `(?:${dash}{1,5}|$)`);
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const oldHeader = /^\s*(Proc-Type|DEK-Info):.*$/gim;
/** White space, also without width, what quotes a mail or a string, and the frame of a table. */
const around = /[\s\u200b-\u200d\u2060"'`,;>|]/g;

/**
 * The PEM blocks in `text`, whatever has happened to it on the way: line ends lost, spelt out or of another system, indentation, quotes,
 * strings of a program. What is between blocks is passed over, as OpenSSL does. Throws ToolError `file-invalid`, which never quotes what it read.
 */
export function readPemBlocks(text: string): readonly PemBlock[] {
	const plain = unescapeText(text);
	const begins = [...plain.matchAll(begin)];
	return begins.map((match, at) => {
		const start = match.index + match[0].length;
		return readBlock(toLabel(match), plain.slice(start, begins[at + 1]?.index));
	});
}

/** What is in `text` besides PEM blocks. */
export function besidePemBlocks(text: string): string {
	const [before = "", ...blocks] = unescapeText(text).split(begin);
	// Splitting gives label and what follows it in turns.
	const after = blocks.filter((_, index) => index % 2 === 1).map((block) => block.split(end).at(-1));
	return [before, ...after].join("\t");
}

/** `text` is what follows BEGIN, up to the next one. */
function readBlock(label: string, text: string): PemBlock {
	const last = [...text.matchAll(end)].find((match) => toLabel(match) === label);
	if (last === undefined) throw damaged("a block that begins has no END line of its own: its end is cut off");
	const body = text.slice(0, last.index);
	if (/^\s*Proc-Type:.*ENCRYPTED/im.test(body)) return { label, encrypted: true, der: new Uint8Array() };
	const content = body.replace(oldHeader, "").replace(around, "");
	if (!base64.test(content)) throw damaged(`the block "${label}" is not base64`);
	return { label, encrypted: false, der: new Uint8Array(Buffer.from(content, "base64")) };
}

function toLabel([, label = ""]: readonly (string | undefined)[]): string {
	return label.trim().replace(/\s+/g, " ");
}

function damaged(problem: string): ToolError {
	return new ToolError("file-invalid", `Not a good PEM text: ${problem}`, {
		next: "get it again, all of it, from where it was made",
	});
}
