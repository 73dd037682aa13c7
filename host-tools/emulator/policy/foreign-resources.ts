import type { CompiledStatement } from "./evaluate-policies.js";
import { matchesPattern, parsePattern, patternText } from "./pattern.js";

interface Place {
	readonly region: string;
	readonly accountId: string;
}

/**
 * Why nothing of these statements can match `resource`, when all that they name is of another account or region. Undefined when
 * something they name is of the same, or none of them names a resource.
 */
export function foreignResources(statements: readonly CompiledStatement[], resource: string): string | undefined {
	const here = placeOf(resource);
	const named = statements.flatMap(({ policyName, resources = [], notResources }) =>
		notResources === undefined ? resources.map((pattern) => ({ policyName, text: patternText(pattern) })) : [],
	);
	const [first] = named;
	if (first === undefined || here === undefined || !named.every(({ text }) => isForeign(text, here))) return undefined;
	const there = placeOf(first.text);
	if (there === undefined) return undefined;
	const flags = [
		...(there.accountId === here.accountId ? [] : [`--account ${there.accountId}`]),
		...(there.region === here.region ? [] : [`--region ${there.region}`]),
	].join(" ");
	return `policy "${first.policyName}" is for account ${there.accountId}, region ${there.region}, and the certificate is of account ${here.accountId}, region ${here.region}: start the emulator with ${flags}, or write the policy for where the certificate is`;
}

function isForeign(text: string, here: Place): boolean {
	const there = placeOf(text);
	return there !== undefined && !(covers(there.region, here.region) && covers(there.accountId, here.accountId));
}

/** `*` and `?` are patterns here as in all of a resource. */
function covers(pattern: string, actual: string): boolean {
	return matchesPattern(parsePattern(pattern), actual);
}

/** Undefined for `*`, and where a variable or a wildcard stands before region and account. */
function placeOf(text: string): Place | undefined {
	const [, region, accountId] = /^arn:[^:*?$]+:iot:([^:$]+):([^:$]+):/.exec(text) ?? [];
	return region === undefined || accountId === undefined ? undefined : { region, accountId };
}
