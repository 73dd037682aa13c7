import type { ToolErrorCode } from "../../base/tool-error.js";

/** What a board's words mean. */
export interface Diagnosis {
	readonly code: ToolErrorCode;
	/** What is wrong, to go on after "… does not answer: ". */
	readonly message: string;
	/** The next thing to try. */
	readonly next: string;
}

/** Something a board may say, and what it means. */
export interface Symptom extends Diagnosis {
	/** Looked for in all that was heard; the words it matches are quoted. */
	readonly pattern: RegExp;
}

/** Characters of a quotation. */
const quotationLength = 80;

/** `words` of a board in a message. */
export function quote(words: string): string {
	const text = words.trim().replace(/\s+/g, " ");
	return `"${text.length > quotationLength ? `${text.slice(0, quotationLength)}…` : text}"`;
}

/** The first of the symptoms that shows in `text`. */
export function findSymptom(symptoms: readonly Symptom[], text: string): Diagnosis | undefined {
	for (const { pattern, code, message, next } of symptoms) {
		const words = pattern.exec(text)?.[0];
		if (words !== undefined) return { code, message: `${message} (${quote(words)})`, next };
	}
	return undefined;
}
