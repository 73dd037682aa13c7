import type { JsonProblem } from "../text/parse-json.js";
import type { Rule } from "./rule.js";

/** Rules for how a file is written, from what its parser says. */

export const jsonSyntax: Rule<readonly JsonProblem[]> = {
	id: "json-syntax",
	severity: "error",
	isAmbiguous: true,
	finds: "JSON or YAML that its parser refuses, comments in JSON among it",
	*check(problems) {
		// What follows the first is often its consequence.
		const first = problems.find(({ kind }) => kind === "syntax");
		if (first === undefined) return;
		yield {
			at: first,
			message: `this cannot be read: ${first.says}`,
			mend: "mend it; JSON has no comments and no single quotes",
		};
	},
};

export const jsonTrailingComma: Rule<readonly JsonProblem[]> = {
	id: "json-trailing-comma",
	severity: "error",
	isMended: true,
	finds: "a comma behind the last member or item, which JSON does not have and AWS refuses",
	*check(problems) {
		for (const { kind, range, path } of problems) {
			if (kind !== "trailing-comma") continue;
			const fix = { says: "a trailing comma left out", edits: [{ range, text: "" }] };
			yield {
				at: { range, path },
				message: "there is a comma, and nothing follows it",
				mend: "leave the comma out",
				fix,
			};
		}
	},
};

export const jsonDuplicate: Rule<readonly JsonProblem[]> = {
	id: "json-duplicate",
	severity: "error",
	isAmbiguous: true,
	finds: "a member that is there twice: most parsers take the last, some refuse",
	*check(problems) {
		for (const { kind, range, path, says } of problems) {
			if (kind === "duplicate")
				yield { at: { range, path }, message: `${says}; only one of them counts`, mend: "make them one" };
		}
	},
};
