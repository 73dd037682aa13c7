export interface XsbugReaderListener {
	onLine(line: string): void;
	onLogin(): void;
	onBreak(message: string): void;
	/** The figures of XS's instrumentation, once a second: what it calls "Slot used" in bytes, and so on. */
	onSamples?(samples: Readonly<Record<string, number>>): void;
}

/** Longest element that is waited for, characters; what is longer is dropped, so that a stream without end is not kept. */
const longestElement = 1 << 20;

const start = /<(log|break|login|instruments|samples)\b([^>]*)>/;

/** Finds log lines, logins, breaks and instrumentation in the stream of XML elements that a machine sends. Everything else is passed over. */
export class XsbugReader {
	readonly #listener: XsbugReaderListener;
	#pending = "";
	#line = "";
	#instruments: readonly string[] = [];

	constructor(listener: XsbugReaderListener) {
		this.#listener = listener;
	}

	push(text: string): void {
		this.#pending += text;
		while (this.#takeElement()) {}
		if (this.#pending.length > longestElement) this.#pending = "";
	}

	/** True when there may be another one. */
	#takeElement(): boolean {
		const match = start.exec(this.#pending);
		if (match === null) {
			// The beginning of a tag may have arrived already.
			const lastTag = this.#pending.lastIndexOf("<");
			this.#pending = lastTag < 0 ? "" : this.#pending.slice(lastTag);
			return false;
		}
		const [tag, name = "", attributes = ""] = match;
		const contentStart = match.index + tag.length;
		if (attributes.endsWith("/")) {
			this.#take(name, "", contentStart);
			return true;
		}
		const end = this.#pending.indexOf(`</${name}>`, contentStart);
		if (end < 0) return false;
		this.#take(name, unescapeXml(this.#pending.slice(contentStart, end)), end + name.length + 3);
		return true;
	}

	#take(name: string, content: string, end: number): void {
		this.#pending = this.#pending.slice(end);
		if (name === "login") this.#listener.onLogin();
		else if (name === "break") this.#listener.onBreak(content);
		else if (name === "instruments") this.#instruments = instrumentNames(content);
		else if (name === "samples") this.#sample(content);
		else this.#log(content);
	}

	#sample(content: string): void {
		const values = content.split(",").map(Number);
		this.#listener.onSamples?.(Object.fromEntries(this.#instruments.map((name, at) => [name, values[at] ?? 0])));
	}

	/** One element holds whatever one `trace` was given: parts of a line, or several. */
	#log(content: string): void {
		const lines = (this.#line + content).split("\n");
		this.#line = lines.pop() ?? "";
		for (const line of lines) this.#listener.onLine(line.replace(/\r$/, ""));
	}
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function instrumentNames(content: string): string[] {
	return [...content.matchAll(/<instrument name="([^"]*)"/g)].map(([, name = ""]) => name);
}

function unescapeXml(text: string): string {
	return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(lt|gt|amp|quot|apos));/g, (_all, hex, decimal, name) => {
		if (name !== undefined) return entities[name] ?? "";
		return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
	});
}
