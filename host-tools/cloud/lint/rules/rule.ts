import type { Fix, Range, Severity } from "../finding.js";

/** Something at a place of a file. */
export interface Located {
	readonly range: Range;
	readonly path: string;
}

/** What one rule says of one place. */
export interface Violation {
	readonly at: Located;
	/** What AWS refuses, or what is too open. */
	readonly message: string;
	/** What mends it, for a person. */
	readonly mend: string;
	readonly fix?: Fix | undefined;
}

/** A rule, and what is known of it without a document. */
export interface RuleFacts {
	/** Stable: people name it to leave it out. */
	readonly id: string;
	readonly severity: Severity;
	/** What it finds, a line of docs/lint.md. */
	readonly finds: string;
	/** True where `--fix` can mend some of what it finds. */
	readonly isMended?: true;
	/** What it finds leaves open what the document means, so that nothing else in the file is mended. */
	readonly isAmbiguous?: true;
}

export interface Rule<Document> extends RuleFacts {
	check(document: Document, options: LintOptions): Iterable<Violation>;
}

/** What whoever asks wants to be held to. */
export interface LintOptions {
	/** Conversations that a device's policy has to allow, besides those that it evidently is for. */
	readonly flows: readonly string[];
	/** Where devices publish readings, with `{thingName}`. */
	readonly topic: string;
}

export const defaultOptions: LintOptions = Object.freeze({
	flows: Object.freeze([]),
	topic: "{thingName}/temperature",
});

/** `text` as it is written, at most 80 characters of it; `…` for what is not known here. */
export function quote(text: string): string {
	const shown = text.replaceAll("\uE000", "…");
	return JSON.stringify(shown.length > 80 ? `${shown.slice(0, 79)}…` : shown);
}
