import type { Bound, Match, Query, Range, Word } from "./query.js";
import { invalidQuery, type Token, tokensOf } from "./query-tokens.js";

/** Characters of a query, and terms in it (AWS General Reference, fleet indexing quotas). */
const longest = 1000;
const mostTerms = 12;
/** Ours: parentheses within each other. */
const deepest = 32;

/** Throws InvalidQueryException that says what is wrong. */
export function parseQuery(text: string): Query {
	if (text.length > longest) throw invalidQuery(`it has ${text.length} characters, the limit is ${longest}`);
	const parser = new QueryParser(tokensOf(text));
	return parser.parse();
}

class QueryParser {
	readonly #tokens: readonly Token[];
	#at = 0;
	#terms = 0;
	#depth = 0;

	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	parse(): Query {
		const query = this.#any(undefined);
		if (this.#at < this.#tokens.length) throw invalidQuery("a closing parenthesis has no opening one");
		return query;
	}

	#any(field: string | undefined): Query {
		const operands = [this.#all(field)];
		while (this.#take("or")) operands.push(this.#all(field));
		return joined("or", operands);
	}

	/** AND is what stands between two terms that nothing is between. */
	#all(field: string | undefined): Query {
		const operands = [this.#one(field)];
		for (let next = this.#next(); next !== undefined && next.kind !== "or" && next.kind !== ")"; next = this.#next()) {
			this.#take("and");
			operands.push(this.#one(field));
		}
		return joined("and", operands);
	}

	#one(field: string | undefined): Query {
		if (this.#take("not")) return this.#nested(() => ({ kind: "not", operand: this.#one(field) }));
		if (this.#take("(")) return this.#nested(() => this.#group(field));
		const token = this.#next();
		if (token === undefined) throw invalidQuery("a term is missing at its end");
		this.#at += 1;
		switch (token.kind) {
			case "everything":
				return field === undefined ? { kind: "everything" } : this.#match(field, [{ text: "*", wildcards: true }]);
			case "field":
				return this.#fieldValue(token.name);
			case "word":
				return this.#match(field, [wordOf(token.text)]);
			case "phrase":
				return this.#match(field, phraseOf(token.text));
			case "range":
				if (field !== undefined) return this.#counted(rangeOf(field, token.text));
				throw invalidQuery("a range has no field");
			default:
				throw invalidQuery(`${nameOf(token)} stands where a term must be`);
		}
	}

	#group(field: string | undefined): Query {
		const query = this.#any(field);
		if (!this.#take(")")) throw invalidQuery("an opening parenthesis is not closed");
		return query;
	}

	#fieldValue(field: string): Query {
		const token = this.#next();
		if (token?.kind !== "compare") {
			const isValue = token !== undefined && ["word", "phrase", "range", "(", "everything"].includes(token.kind);
			if (!isValue) throw invalidQuery(`the field ${field} has no value`);
			return this.#one(field);
		}
		this.#at += 1;
		const value = this.#next();
		if (value?.kind !== "word" && value?.kind !== "phrase")
			throw invalidQuery(`${field}${token.operator} has no value`);
		this.#at += 1;
		const bound = { text: value.text.toLowerCase(), inclusive: token.operator.endsWith("=") };
		const isLow = token.operator.startsWith(">");
		return this.#counted({ kind: "range", field, low: isLow ? bound : undefined, high: isLow ? undefined : bound });
	}

	#match(field: string | undefined, words: readonly Word[]): Match {
		return this.#counted({ kind: "match", field, words });
	}

	#counted<T>(term: T): T {
		this.#terms += 1;
		if (this.#terms > mostTerms) throw invalidQuery(`it has more than ${mostTerms} terms, which is the limit`);
		return term;
	}

	#nested(parse: () => Query): Query {
		this.#depth += 1;
		if (this.#depth > deepest) throw invalidQuery(`it is nested more than ${deepest} levels deep`);
		const query = parse();
		this.#depth -= 1;
		return query;
	}

	#next(): Token | undefined {
		return this.#tokens[this.#at];
	}

	#take(kind: Token["kind"]): boolean {
		if (this.#next()?.kind !== kind) return false;
		this.#at += 1;
		return true;
	}
}

function joined(kind: "and" | "or", operands: readonly [Query, ...Query[]] | Query[]): Query {
	const [first] = operands;
	return operands.length === 1 && first !== undefined ? first : { kind, operands };
}

/** Words are separated by white space. */
function phraseOf(text: string): readonly Word[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) throw invalidQuery("a phrase is empty");
	return words.map((word) => ({ text: word, wildcards: false }));
}

function wordOf(text: string): Word {
	const wildcards = /(?<!\\)(?:\\\\)*[*?]/.test(text);
	if (wildcards && /^[*?]/.test(text)) throw invalidQuery(`${text} begins with a wildcard`);
	// Escapes stay where there are wildcards, to tell them from those that stand for themselves.
	return { text: (wildcards ? text : text.replace(/\\(.)/gu, "$1")).toLowerCase(), wildcards };
}

/** `[a TO b]` includes its ends, `{a TO b}` does not, and `*` is open. */
function rangeOf(field: string, text: string): Range {
	const [, opening, low = "", high = "", closing] = /^([[{])\s*(\S+)\s+TO\s+(\S+)\s*([\]}])$/.exec(text) ?? [];
	if (opening === undefined) throw invalidQuery(`the range ${text} is not of the form [low TO high]`);
	const bound = (value: string, inclusive: boolean): Bound | undefined =>
		value === "*" ? undefined : { text: value.toLowerCase(), inclusive };
	return { kind: "range", field, low: bound(low, opening === "["), high: bound(high, closing === "]") };
}

function nameOf({ kind }: Token): string {
	return kind === "and" || kind === "or" ? kind.toUpperCase() : `"${kind}"`;
}
