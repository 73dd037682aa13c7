export interface CInclude {
	/** As written between the quotes or brackets. */
	readonly header: string;
	/** Written in quotes: looked for beside the file first. */
	readonly quoted: boolean;
	/** From 1. */
	readonly line: number;
}

interface Branch {
	/** False where the compiler certainly skips it. */
	readonly live: boolean;
	/** An earlier branch of the same `#if`, or this one, is certainly compiled. */
	readonly taken: boolean;
}

/**
 * The `#include`s of a C file which the compiler may reach. A condition on one macro of `defines` is decided; of any other, such as
 * one on a macro of ESP-IDF, both branches count.
 */
export function includesOf(text: string, defines: ReadonlyMap<string, string>): CInclude[] {
	const includes: CInclude[] = [];
	const branches: Branch[] = [];
	for (const [index, line] of withoutComments(text).split("\n").entries()) {
		const [, directive = "", rest = ""] = /^\s*#\s*(\w+)\s*(.*)$/.exec(line) ?? [];
		if (directive === "endif") branches.pop();
		else if (directive === "else" || directive === "elif") {
			const { taken } = branches.pop() ?? { taken: false };
			const holds = directive === "else" ? true : decide("if", rest, defines);
			branches.push({ live: !taken && holds !== false, taken: taken || holds === true });
		} else if (directive.startsWith("if")) {
			const holds = decide(directive, rest, defines);
			branches.push({ live: holds !== false, taken: holds === true });
		} else if (directive === "include" && branches.every(({ live }) => live)) {
			const [, quote, header] = /^(["<])([^">]+)[">]/.exec(rest) ?? [];
			if (header !== undefined) includes.push({ header, quoted: quote === '"', line: index + 1 });
		}
	}
	return includes;
}

/** Block comments can hide directives; line numbers stay. */
function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]+/g, " ")).replace(/\/\/.*$/gm, "");
}

/** Undefined where `defines` alone does not decide it. */
function decide(directive: string, condition: string, defines: ReadonlyMap<string, string>): boolean | undefined {
	const [, not, defined, inner, bare] = /^(!?)\s*(?:(defined)\b\s*\(?\s*(\w+)\s*\)?|(\w+))\s*$/.exec(condition) ?? [];
	const name = inner ?? bare ?? "";
	const value = /^\d/.test(name) ? name : defines.get(name);
	if (value === undefined) return undefined;
	const holds = directive !== "if" || defined !== undefined || Number(value) !== 0;
	return directive === "ifndef" || not === "!" ? !holds : holds;
}
