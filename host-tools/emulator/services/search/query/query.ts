/** A parsed query (AWS IoT developer guide, Query syntax, version 2017-09-30). Field names are as written, values in lower case. */
export type Query =
	| { readonly kind: "everything" }
	| { readonly kind: "and" | "or"; readonly operands: readonly Query[] }
	| { readonly kind: "not"; readonly operand: Query }
	| Match
	| Range;

/** Words that follow each other in a value; `field` undefined: in the value of any field. */
export interface Match {
	readonly kind: "match";
	readonly field: string | undefined;
	readonly words: readonly Word[];
}

/** A word; `wildcards`: `*` in it stands for any characters and `?` for one, unless a backslash is before it. */
export interface Word {
	readonly text: string;
	readonly wildcards: boolean;
}

/** Values between two bounds: as numbers when both bounds are, else as texts. An open end has no bound. */
export interface Range {
	readonly kind: "range";
	readonly field: string;
	readonly low: Bound | undefined;
	readonly high: Bound | undefined;
}

export interface Bound {
	readonly text: string;
	readonly inclusive: boolean;
}
