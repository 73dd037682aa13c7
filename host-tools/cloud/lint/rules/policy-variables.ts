import type { Policy } from "../documents/document.js";
import { commonVariables, isKnownVariable } from "../policy/context.js";
import { hasVariables } from "../policy/evaluate.js";
import { nearest } from "../policy/nearest.js";
import { hole, type LocatedString } from "../text/located.js";
import { resourcesOf } from "./policy-resources.js";
import { quote, type Rule } from "./rule.js";

const literals = ["*", "?", "$"];

export const variableUnknown: Rule<Policy> = {
	id: "variable-unknown",
	severity: "error",
	finds: "a policy variable that AWS IoT does not know: what it stands in never matches",
	*check(policy) {
		if (policy.flavour !== "iot" || !hasVariables(policy)) return;
		for (const text of policy.statements.flatMap((one) => [
			...resourcesOf(one),
			...one.conditions.flatMap(({ values }) => values),
		])) {
			for (const name of variablesIn(text)) {
				if (literals.includes(name) || name.includes(hole) || isKnownVariable(name)) continue;
				yield {
					at: text,
					message: `AWS IoT knows no variable ${quote(`\${${name}}`)}: this matches nothing`,
					mend: meant(name),
				};
			}
		}
	},
};

export function variablesIn({ text }: LocatedString): readonly string[] {
	return Array.from(text.matchAll(/\$\{([^{}]*)\}/g), ([, name = ""]) => name);
}

function meant(name: string): string {
	const similar = nearest(name, commonVariables);
	return similar === undefined
		? `use one of AWS IoT's, e.g. \${iot:Connection.Thing.ThingName}`
		: `did you mean \${${similar}}?`;
}

export const conditionKeyUnknown: Rule<Policy> = {
	id: "condition-key-unknown",
	severity: "error",
	finds: "a condition key that AWS IoT does not know",
	*check({ flavour, statements }) {
		if (flavour !== "iot") return;
		for (const { key } of statements.flatMap(({ conditions }) => conditions)) {
			if (key.text.includes(hole) || isKnownVariable(key.text)) continue;
			const similar = nearest(key.text, commonVariables);
			const mend = similar === undefined ? "see the condition keys of AWS IoT" : `did you mean ${similar}?`;
			yield { at: key, message: `AWS IoT knows no condition key ${quote(key.text)}`, mend };
		}
	},
};
