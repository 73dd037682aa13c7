/** Characters of a line; a longer one is shown in pieces. */
const lineLimit = 8192;

/** Makes lines of bytes that come in pieces of any size. What is no UTF-8 becomes U+FFFD: boot loaders talk at other speeds. */
export class LineSplitter {
	readonly #decoder = new TextDecoder("utf-8");
	#rest = "";

	/** The lines that `bytes` complete, without their ends (LF, CRLF or CR CR LF). */
	split(bytes: Uint8Array): string[] {
		const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split("\n");
		this.#rest = lines.pop() ?? "";
		const complete = lines.map((line) => line.replace(/\r+$/, ""));
		while (this.#rest.length > lineLimit) {
			complete.push(this.#rest.slice(0, lineLimit));
			this.#rest = this.#rest.slice(lineLimit);
		}
		return complete.flatMap((line) => cut(line));
	}

	/** What is left without an end; the next byte begins a new line. */
	flush(): string[] {
		const rest = this.#rest + this.#decoder.decode();
		this.#rest = "";
		return rest === "" ? [] : [rest.replace(/\r+$/, "")];
	}
}

function cut(line: string): string[] {
	const pieces: string[] = [];
	for (let start = 0; start === 0 || start < line.length; start += lineLimit)
		pieces.push(line.slice(start, start + lineLimit));
	return pieces;
}
