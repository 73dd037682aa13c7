import { isString, type Located, type LocatedObject, plainValue, textWithin } from "../text/located.js";
import { type JsonProblem, parseJson } from "../text/parse-json.js";
import type { LintDocument } from "./document.js";

/** What is found in one file. */
export class Gathering {
	/** The file's text. */
	readonly file: string;
	readonly documents: LintDocument[] = [];
	readonly problems: JsonProblem[] = [];
	readonly notes: { says: string; offset: number }[] = [];

	constructor(file: string) {
		this.file = file;
	}

	/** A document that stands there itself, or as the text of one; undefined where it is not known. What its text does wrong is a problem of the file. */
	embedded(node: Located | undefined): LocatedObject | undefined {
		if (node === undefined) return undefined;
		if (node.kind === "object") return node;
		if (!isString(node)) return undefined;
		const { root, problems } = parseJson(textWithin(this.file, node), `${node.path} > $`);
		if (root?.kind !== "object") return undefined;
		this.problems.push(...problems);
		return root;
	}

	/** Characters of a document as it would be sent: a file as it is, a text as it is written, what a tool makes JSON of without white space. */
	lengthOf(document: Located | undefined): number {
		if (document === undefined) return 0;
		if (isString(document)) return document.text.length;
		if (document.path === "$") return this.file.length;
		return JSON.stringify(plainValue(document)).length;
	}
}
