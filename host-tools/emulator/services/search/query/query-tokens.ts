import { AwsError } from "../../../aws-error.js";

export type Token =
	| { readonly kind: "(" | ")" | "and" | "or" | "not" | "everything" }
	/** `name:` in front of a value or of a group. */
	| { readonly kind: "field"; readonly name: string }
	| { readonly kind: "compare"; readonly operator: ">" | ">=" | "<" | "<=" }
	| { readonly kind: "word"; readonly text: string }
	| { readonly kind: "phrase"; readonly text: string }
	| { readonly kind: "range"; readonly text: string };

/** Behind a backslash any character stands for itself. */
const plain = String.raw`(?:\\.|[^\s()\[\]{}":<>\\])`;
const matchers: readonly (readonly [RegExp, (found: RegExpExecArray) => Token | undefined])[] = [
	[/\s+/uy, () => undefined],
	[/[()]/uy, ([text]) => ({ kind: text as "(" | ")" })],
	[/\*(?=\s|\)|$)/uy, () => ({ kind: "everything" })],
	[/AND(?=[\s(]|$)/uy, () => ({ kind: "and" })],
	[/OR(?=[\s(]|$)/uy, () => ({ kind: "or" })],
	[/NOT(?=[\s(]|$)/uy, () => ({ kind: "not" })],
	[/-(?=\S)(?!\d)/uy, () => ({ kind: "not" })],
	[/[[{]([^\]}]*)[\]}]/uy, ([text]) => ({ kind: "range", text })],
	[/"((?:\\.|[^"\\])*)"/uy, ([, text = ""]) => ({ kind: "phrase", text: unescaped(text) })],
	[/(?::\s*)?(>=|<=|>|<)/uy, ([, operator]) => ({ kind: "compare", operator: operator as ">" })],
	[new RegExp(`(${plain}+)(?=[<>]|:\\s*[<>])`, "uy"), ([, name = ""]) => ({ kind: "field", name: unescaped(name) })],
	[new RegExp(`(${plain}+):`, "uy"), ([, name = ""]) => ({ kind: "field", name: unescaped(name) })],
	[new RegExp(`${plain}+`, "uy"), ([text]) => ({ kind: "word", text })],
];

/** Throws InvalidQueryException with the place that cannot be read. */
export function tokensOf(query: string): readonly Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < query.length) {
		const before = at;
		for (const [pattern, make] of matchers) {
			pattern.lastIndex = at;
			const found = pattern.exec(query);
			if (found === null) continue;
			at = pattern.lastIndex;
			const token = make(found);
			if (token !== undefined) tokens.push(token);
			break;
		}
		if (at === before) throw invalidQuery(`it cannot be read from ${JSON.stringify(query.slice(at, at + 20))} on`);
	}
	return tokens;
}

export function invalidQuery(why: string): AwsError {
	return new AwsError("InvalidQueryException", `The query is not valid: ${why}`);
}

function unescaped(text: string): string {
	return text.replace(/\\(.)/gu, "$1");
}
