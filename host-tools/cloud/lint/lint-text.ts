import type { LintDocument, Policy } from "./documents/document.js";
import { recognise } from "./documents/recognise.js";
import type { Finding } from "./finding.js";
import { defaultOptions, type LintOptions, type Rule } from "./rules/rule.js";
import { ruleLists } from "./rules/rules.js";
import type { Located } from "./text/located.js";

/** What was looked at in one file, and what was found. */
export interface Linted {
	/** What it holds, each once: `policy`, `template`, … */
	readonly kinds: readonly LintDocument["kind"][];
	/** In the order of their places. */
	readonly findings: readonly Finding[];
	/** What was not read, for people. */
	readonly notes: readonly { readonly says: string; readonly offset: number }[];
}

/** Undefined: the text is none of the kinds that are looked at. Never throws for what a text holds. */
export function lintText(text: string, options: LintOptions = defaultOptions): Linted | undefined {
	const recognised = recognise(text);
	if (recognised === undefined) return undefined;
	const { documents, problems, notes } = recognised;
	const found = [
		...check(ruleLists.syntax, problems, options),
		...documents.flatMap((document) => findingsIn(document, options)),
	];
	return { kinds: [...new Set(documents.map(({ kind }) => kind))], findings: inOrder(found), notes };
}

function findingsIn(document: LintDocument, options: LintOptions): readonly Finding[] {
	switch (document.kind) {
		case "policy":
			return policyFindings(document.policy, options);
		case "template":
			return [
				...check(ruleLists.template, document.template, options),
				...textFindings([document.template.root], options),
			];
		case "behaviors":
			return check(ruleLists.behaviors, document.behaviors, options);
		case "job":
			return [...check(ruleLists.job, document.job, options), ...textFindings([document.job.root], options)];
		case "cloudformation":
			return [
				...check(ruleLists.cloudformation, document.stack, options),
				...textFindings([document.stack.root], options),
			];
		case "terraform": {
			const { module } = document;
			return [
				...check(ruleLists.terraform, module, options),
				...textFindings(
					module.blocks.map(({ body }) => body),
					options,
				),
			];
		}
		case "named":
			return check(ruleLists.named, document.named, options);
	}
}

function policyFindings(policy: Policy, options: LintOptions): readonly Finding[] {
	const found = check(ruleLists.policy, policy, options);
	// A resource of the wrong kind would be told again as each thing that it forbids.
	return found.some(({ severity }) => severity === "error")
		? found
		: [...found, ...check(ruleLists.flow, policy, options)];
}

function textFindings(roots: readonly Located[], options: LintOptions): readonly Finding[] {
	return roots.flatMap((root) => check(ruleLists.text, root, options));
}

function check<Document>(
	rules: readonly Rule<Document>[],
	document: Document,
	options: LintOptions,
): readonly Finding[] {
	return rules.flatMap((rule) =>
		[...rule.check(document, options)].map(
			({ at, message, mend, fix }): Finding => ({
				rule: rule.id,
				severity: rule.severity,
				path: at.path,
				range: at.range,
				message,
				mend,
				fix,
			}),
		),
	);
}

/** By place, then by rule; what two documents say of the same place is said once. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
	const once = new Map(findings.map((one) => [`${one.rule} ${one.range.start} ${one.message}`, one]));
	return [...once.values()].sort(
		(left, right) => left.range.start - right.range.start || (left.rule < right.rule ? -1 : 1),
	);
}
