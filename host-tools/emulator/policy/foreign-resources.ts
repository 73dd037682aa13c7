import type { CompiledStatement } from "./evaluate-policies.js";
import { matchesPattern, parsePattern, patternText } from "./pattern.js";

interface Place {
	readonly region: string;
	readonly accountId: string;
}

/**
 * Why nothing of these statements can match `resource`, when all that they name is of another account or region. Undefined when
 * something they name may be of the same, or one of them says what it does not name.
 */
export function foreignResources(statements: readonly CompiledStatement[], resource: string): string | undefined {
	const here = placeOf(resource);
	const named = statements.flatMap(({ policyName, resources = [] }) =>
		resources.map((pattern) => ({ policyName, text: patternText(pattern) })),
	);
	const [first] = named;
	const there = first && placeOf(first.text);
	if (first === undefined || there === undefined || here === undefined) return undefined;
	if (statements.some(({ notResources }) => notResources !== undefined)) return undefined;
	if (!named.every(({ text }) => isForeign(text, here))) return undefined;
	const other = `policy "${first.policyName}" is for account ${there.accountId}, region ${there.region}, and the certificate is of account ${here.accountId}, region ${here.region}`;
	return `${other}: start the emulator with ${flagsFor(there, here)}, or write the policy for where the certificate is`;
}

/** What makes the emulator the place that a policy is for. */
function flagsFor(there: Place, here: Place): string {
	return [
		...(covers(there.accountId, here.accountId) ? [] : [`--account ${there.accountId}`]),
		...(covers(there.region, here.region) ? [] : [`--region ${there.region}`]),
	].join(" ");
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
