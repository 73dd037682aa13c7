import type { Policy } from "../documents/document.js";
import type { Fix } from "../finding.js";
import { editWithin, hole, isString, type LocatedString } from "../text/located.js";
import { quote, type Rule } from "./rule.js";

const current = "2012-10-17";
const older = "2008-10-17";

export const policyVersion: Rule<Policy> = {
	id: "policy-version",
	severity: "error",
	isMended: true,
	finds: `a Version that is not ${current} where variables are used, which then mean themselves, or one that there is not`,
	*check(policy) {
		const { version, root } = policy;
		if (version?.kind === "unknown" || (isString(version) && (version.text === current || version.text.includes(hole))))
			return;
		const written = isString(version) ? version.text : undefined;
		const variable = usedVariable(policy);
		const isWrong = version !== undefined && written !== older;
		if (variable === undefined && !isWrong) return;
		const message = isWrong
			? `there is no Version ${written === undefined ? "of that kind" : quote(written)}`
			: `${written === undefined ? "without a Version" : `with Version ${older}`}, ${quote(variable?.text ?? "")} is no variable but those characters`;
		yield { at: version ?? root, message, mend: `write "Version": "${current}"`, fix: fixOf(policy) };
	},
};

function fixOf({ version, root, file }: Policy): Fix | undefined {
	if (version === undefined) {
		const edit = root.insertion?.("Version", current);
		return edit && { says: `Version ${current} added`, edits: [edit] };
	}
	if (!isString(version)) return undefined;
	const edit = editWithin(file, version, 0, version.text.length, current);
	return edit && { says: `Version ${current} in place of ${version.text}`, edits: [edit] };
}

function usedVariable({ statements }: Policy): LocatedString | undefined {
	return statements
		.flatMap(({ resources = [], notResources = [], conditions }) => [
			...resources,
			...notResources,
			...conditions.flatMap(({ values }) => values),
		])
		.find(({ text }) => /\$\{[^{}]+\}/.test(text));
}
