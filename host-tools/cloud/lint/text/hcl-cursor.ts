/** HCL that this reader does not understand. */
export class HclProblem extends Error {
	override readonly name = "HclProblem";
	readonly offset: number;

	constructor(offset: number, says: string) {
		super(says);
		this.offset = offset;
	}
}

/** A place in a text of HCL, which moves forward only. */
export class HclCursor {
	readonly text: string;
	at = 0;

	constructor(text: string) {
		this.text = text;
	}

	get character(): string {
		return this.text[this.at] ?? "";
	}

	startsWith(text: string): boolean {
		return this.text.startsWith(text, this.at);
	}

	/** Moves behind `text` where it stands here. */
	take(text: string): boolean {
		if (!this.startsWith(text)) return false;
		this.at += text.length;
		return true;
	}

	expect(text: string): void {
		if (!this.take(text)) throw new HclProblem(this.at, `${text} is expected`);
	}

	/** What `pattern`, which is sticky, matches here; undefined when it does not. */
	match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.at;
		const found = pattern.exec(this.text)?.[0];
		if (found !== undefined) this.at += found.length;
		return found;
	}

	/** Comments and white space; line ends too unless they mean something here. */
	skip(lineEnds: boolean): void {
		for (;;) {
			this.match(lineEnds ? /\s+/y : /[^\S\n]+/y);
			if (this.startsWith("#") || this.startsWith("//")) this.match(/[^\n]*/y);
			else if (this.startsWith("/*")) this.#skipComment();
			else return;
		}
	}

	#skipComment(): void {
		const end = this.text.indexOf("*/", this.at + 2);
		if (end < 0) throw new HclProblem(this.at, "a comment does not end");
		this.at = end + 2;
	}
}
