import type { Finding } from "../finding.js";
import { lintText } from "../lint-text.js";
import type { LintOptions } from "../rules/rule.js";
import { allRules } from "../rules/rules.js";
import { applyEdits } from "./apply-edits.js";

export interface Mended {
	/** Undefined: the file stays as it is. */
	readonly text: string | undefined;
	/** What was done, in words, in the order of the places. */
	readonly changes: readonly { readonly finding: Finding; readonly says: string }[];
	/** Why nothing was done, although something could be; undefined when something was, or nothing can be. */
	readonly why: string | undefined;
}

const ambiguous: ReadonlySet<string> = new Set(
	allRules.filter(({ isAmbiguous }) => isAmbiguous === true).map(({ id }) => id),
);

/**
 * Mends what can be mended mechanically. A text of which something else leaves open what it means stays as it is, and so does one that would have
 * other findings afterwards than those that are left.
 */
export function mend(text: string, findings: readonly Finding[], options: LintOptions): Mended {
	const mendable = findings.filter(({ fix }) => fix !== undefined);
	const nothing = (why: string | undefined): Mended => ({ text: undefined, changes: [], why });
	if (mendable.length === 0) return nothing(undefined);
	const open = findings.find(({ rule }) => ambiguous.has(rule));
	if (open !== undefined) return nothing(`${open.rule} has to be mended first: ${open.message}`);
	const mended = applyEdits(
		text,
		mendable.flatMap(({ fix }) => fix?.edits ?? []),
	);
	if (mended === undefined) return nothing("two mends are about the same place");
	const after = lintText(mended, options)?.findings;
	if (after === undefined) return nothing("it could not be read any more");
	const left = countByRule(findings.filter((one) => !mendable.includes(one)));
	const worse = [...countByRule(after)].find(([rule, count]) => count > (left.get(rule) ?? 0) && !mayFollow(rule));
	if (worse !== undefined) return nothing(`${worse[0]} would be found then`);
	return {
		text: mended,
		changes: mendable.map((finding) => ({ finding, says: finding.fix?.says ?? "" })),
		why: undefined,
	};
}

/** Conversations are looked at once nothing else is wrong, so they may come to light. */
function mayFollow(rule: string): boolean {
	return rule.startsWith("flow-");
}

function countByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
	return counts;
}
