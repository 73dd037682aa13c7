import type { Budget } from "../budget.js";
import { type SqlValue, toDecimal, toFlooredInt, toText } from "../values.js";
import type { FunctionContext, SqlFunction, SqlFunctions } from "./sql-function.js";

/** Of texts; what cannot become one gives Undefined. */
function ofTexts<const N extends number>(
	count: N,
	compute: (texts: readonly string[], context: FunctionContext) => SqlValue,
	since2016 = false,
): SqlFunction {
	return {
		since2016,
		call(parameters, context) {
			const texts = parameters.slice(0, count).flatMap((value) => toText(value, context.budget) ?? []);
			return texts.length === count ? compute(texts, context) : undefined;
		},
	};
}

function ofText(compute: (text: string) => SqlValue, since2016 = false): SqlFunction {
	return ofTexts(1, ([text = ""]) => compute(text), since2016);
}

function padded(pad: (text: string, spaces: string) => string): SqlFunction {
	return {
		call([value, width], { budget }) {
			const [text, count] = [toText(value, budget), toFlooredInt(width)];
			if (text === undefined || count === undefined) return undefined;
			return pad(text, " ".repeat(Math.min(Math.max(count, 0), 1000)));
		},
	};
}

export const textFunctions: SqlFunctions = {
	chr: { call: ([value]) => character(toFlooredInt(value)) },
	endswith: ofTexts(2, ([text = "", end = ""]) => text.endsWith(end)),
	indexof: ofTexts(2, indexOf, true),
	length: ofText((text) => text.length, true),
	lower: ofText((text) => text.toLowerCase()),
	lpad: padded((text, spaces) => spaces + text),
	ltrim: ofText((text) => text.replace(/^[ \t]+/, "")),
	numbytes: ofText((text) => Buffer.byteLength(text), true),
	replace: ofTexts(3, replaceAll),
	rpad: padded((text, spaces) => text + spaces),
	rtrim: ofText(trimEnd),
	startswith: ofTexts(2, ([text = "", start = ""]) => text.startsWith(start)),
	substring: { call: (parameters, context) => substring(parameters, context) },
	trim: ofText((text) => text.trim()),
	upper: ofText((text) => text.toUpperCase()),
};

function character(code: number | undefined): string | undefined {
	return code !== undefined && code >= 0 && code <= 127 ? String.fromCharCode(code) : undefined;
}

/** By hand: an expression for trailing blanks would try at each of them. */
function trimEnd(text: string): string {
	let end = text.length;
	while (end > 0 && (text[end - 1] === " " || text[end - 1] === "\t")) end -= 1;
	return text.slice(0, end);
}

function indexOf([text = "", part = ""]: readonly string[], { budget }: FunctionContext): number {
	spendSearch(budget, text, part);
	return text.indexOf(part);
}

/** At worst each character of the one is compared with each of the other, some 3,000 in a microsecond. */
function spendSearch(budget: Budget, text: string, part: string): void {
	budget.spend((text.length * part.length) / 3000);
}

function replaceAll([text = "", from = "", to = ""]: readonly string[], { budget }: FunctionContext): string {
	if (from === "") return text;
	spendSearch(budget, text, from);
	const parts = text.split(from);
	budget.spend(parts.length);
	budget.spendText(text.length + parts.length * to.length);
	return parts.join(to);
}

/** Both indexes count from 0, the second one is excluded; outside the text they are its ends. */
function substring([value, from, to]: readonly SqlValue[], { budget }: FunctionContext): SqlValue {
	const [text, start] = [toText(value, budget), toFlooredInt(from)];
	const end = to === undefined ? Number.POSITIVE_INFINITY : toFlooredInt(to);
	if (text === undefined || start === undefined || end === undefined) return undefined;
	const first = Math.max(start, 0);
	return first >= end ? "" : text.slice(first, end);
}

/** For `+` and `concat`. Undefined when one of them is no text. */
export function joined(values: readonly SqlValue[], { budget }: Pick<FunctionContext, "budget">): SqlValue {
	const texts = values.flatMap((value) => toText(value, budget) ?? []);
	if (texts.length < values.length) return undefined;
	budget.spendText(texts.reduce((sum, { length }) => sum + length, 0));
	return texts.join("");
}

/** The character at an index from 0. */
export function characterAt(text: string, index: SqlValue): SqlValue {
	const number = toDecimal(index);
	return number === undefined ? undefined : text[Math.round(number)];
}
