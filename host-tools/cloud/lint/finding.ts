/** `error`: AWS refuses it, or it never does what it says. `warning`: it works, and is too open or will fail somebody. */
export type Severity = "error" | "warning";

/** Offsets in the text of a file, from 0, the end not included. */
export interface Range {
	readonly start: number;
	readonly end: number;
}

/** `text` in place of what stands at `range`. */
export interface Edit {
	readonly range: Range;
	readonly text: string;
}

/** Edits that belong together, in words and in the file. */
export interface Fix {
	/** What was done, e.g. `topicfilter/ in place of topic/`. */
	readonly says: string;
	readonly edits: readonly Edit[];
}

export interface Finding {
	/** Of docs/lint.md. */
	readonly rule: string;
	readonly severity: Severity;
	/** Where in the document, e.g. `$.Statement[0].Resource`; ` > ` goes into a document that is text within another. */
	readonly path: string;
	readonly range: Range;
	/** What AWS refuses, or what is too open. */
	readonly message: string;
	/** What mends it. */
	readonly mend: string;
	/** Undefined where a person has to decide. */
	readonly fix: Fix | undefined;
}
