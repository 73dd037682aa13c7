import { ToolError } from "../../base/tool-error.js";

export interface PemBlock {
	/** E.g. CERTIFICATE, RSA PRIVATE KEY. */
	readonly label: string;
	readonly der: Uint8Array;
	/** Encrypted with a passphrase the old way, by headers inside the block (RFC 1421). */
	readonly encrypted: boolean;
}

const beginning = "-----BEGIN ";
const labelPattern = /^([A-Z0-9][A-Z0-9 ]{0,60})-----/;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const oldHeader = /^(Proc-Type|DEK-Info):.*$/gim;

/**
 * The PEM blocks in `text`, whatever has happened to their line ends on the way: CRLF, lost, spaces, `\n` spelt out (also twice
 * escaped, as in JSON within JSON), quotes and indentation. What is between blocks is passed over, as OpenSSL does.
 * Throws ToolError `file-invalid`, which never quotes what it read.
 */
export function readPemBlocks(text: string): readonly PemBlock[] {
	const spread = text.replace(/\\+r/g, "\r").replace(/\\+n/g, "\n").replace(/\\\//g, "/");
	return spread.split(beginning).slice(1).map(readBlock);
}

/** `text` is what follows BEGIN, up to the next one. */
function readBlock(text: string): PemBlock {
	const label = labelPattern.exec(text)?.[1];
	const end = label === undefined ? -1 : text.indexOf(`-----END ${label}-----`);
	if (label === undefined || end < 0) throw damaged("a block that begins has no END line of its own");
	const body = text.slice(label.length + "-----".length, end);
	const encrypted = /^\s*Proc-Type:.*ENCRYPTED/im.test(body);
	const content = body.replace(oldHeader, "").replace(/[\s"',>|]/g, "");
	if (!base64.test(content)) throw damaged(`the block "${label}" is not base64`);
	return { label, encrypted, der: new Uint8Array(Buffer.from(content, "base64")) };
}

function damaged(problem: string): ToolError {
	return new ToolError("file-invalid", `Not a good PEM text: ${problem}`, {
		next: "get the file again from where it was made",
	});
}
