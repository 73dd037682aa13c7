import { createRequire } from "node:module";
import type { RE2JS } from "re2js";
import type { Expression } from "../ast.js";
import { type Budget, CostlyEvaluation } from "../budget.js";
import { type SqlValue, toText } from "../values.js";
import { type FunctionContext, literalText, type SqlFunction, type SqlFunctions } from "./sql-function.js";

/** Ours: characters of an expression, states it may have, and expressions that are kept compiled. */
const longestPattern = 1000;
const mostStates = 2000;
const mostCompiled = 200;
/** Ours: ms, real time. */
const longestReplacing = 500;

/**
 * Expressions come from whoever makes rules, texts from devices: Node's own engine needs exponential time for some of them, so RE2's
 * runs, in time that is linear in the text. It knows no look-around and no references to groups. Loaded with the first expression.
 */
let engine: typeof RE2JS | undefined;
const compiled = new Map<string, RE2JS | string>();

/** The expression, or why it is none. */
function compile(pattern: string): RE2JS | string {
	const known = compiled.get(pattern);
	if (known !== undefined) return known;
	if (pattern.length > longestPattern) return `it has more than ${longestPattern} characters`;
	const made = compileNow(pattern);
	if (compiled.size >= mostCompiled) compiled.clear();
	compiled.set(pattern, made);
	return made;
}

function compileNow(pattern: string): RE2JS | string {
	engine ??= (createRequire(import.meta.url)("re2js") as { RE2JS: typeof RE2JS }).RE2JS;
	try {
		const made = engine.compile(pattern);
		const states = made.programSize();
		return states <= mostStates ? made : `it has ${states} states, at most ${mostStates} are taken`;
	} catch (error) {
		return (error as Error).message;
	}
}

function ofPattern(
	call: (text: string, pattern: RE2JS, context: FunctionContext, replacement: string) => SqlValue,
	parameterCount: 2 | 3,
): SqlFunction {
	return {
		problem: patternProblem,
		call([value, expression, third], context) {
			const { budget } = context;
			const [text, pattern] = [toText(value, budget), toText(expression, budget)];
			const replacement = parameterCount === 2 ? "" : toText(third, budget);
			if (text === undefined || pattern === undefined || replacement === undefined) return undefined;
			// Compiling the worst ones takes a tenth of a second.
			if (!compiled.has(pattern)) budget.spend(50_000);
			const expressionOrProblem = compile(pattern);
			if (typeof expressionOrProblem === "string") return undefined;
			spend(budget, text, expressionOrProblem);
			return call(text, expressionOrProblem, context, replacement);
		},
	};
}

/** The engine takes each state of the expression for each character at worst, some 90 ns each: a budget is a second of that. */
function spend(budget: Budget, text: string, pattern: RE2JS): void {
	budget.spend(1 + (text.length * pattern.programSize()) / 10);
}

function patternProblem([, expression]: readonly Expression[]): string | undefined {
	const pattern = literalText(expression);
	const problem = pattern === undefined ? undefined : compile(pattern);
	return typeof problem === "string"
		? `The regular expression is none that this emulator knows (${problem})`
		: undefined;
}

export const regexpFunctions: SqlFunctions = {
	regexp_matches: ofPattern((text, pattern) => pattern.matcher(text).find(), 2),
	regexp_replace: ofPattern(replaceMatches, 3),
	regexp_substr: ofPattern((text, pattern) => {
		const matcher = pattern.matcher(text);
		return matcher.find() ? (matcher.group() ?? undefined) : undefined;
	}, 2),
};

/** Java's replacement: $1 is a group, a backslash takes a character as it is. Undefined when it names a group that there is not. */
function replaceMatches(text: string, pattern: RE2JS, { budget }: FunctionContext, replacement: string): SqlValue {
	const parts = replacementParts(replacement);
	const matcher = pattern.matcher(text);
	if (parts.some((part) => typeof part === "number" && part > matcher.groupCount())) return undefined;
	let result = "";
	let from = 0;
	// Each match is found in linear time, but there may be as many as characters, each after a look at all that follows.
	const end = performance.now() + longestReplacing;
	while (matcher.find()) {
		if (performance.now() > end) throw new CostlyEvaluation("a regular expression takes too much time on this message");
		const made = parts.map((part) => (typeof part === "string" ? part : (matcher.group(part) ?? ""))).join("");
		budget.spendText(made.length);
		result += text.slice(from, matcher.start()) + made;
		from = matcher.end();
	}
	return result + text.slice(from);
}

function replacementParts(replacement: string): readonly (string | number)[] {
	return [...replacement.matchAll(/\$(\d)|\\(.)|([^\\$]+|[\\$])/gs)].map(([, group, escaped, text]) => {
		return group === undefined ? (escaped ?? text ?? "") : Number(group);
	});
}
