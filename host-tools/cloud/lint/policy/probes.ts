import type { Policy, Statement } from "../documents/document.js";
import type { LocatedString } from "../text/located.js";
import { readArn } from "./arn.js";
import { hasVariables, namesAction } from "./evaluate.js";
import { type Lookup, matches, readPattern } from "./glob.js";

/** Names that no policy has reason to allow: whoever may use them may use any. */
const anyClient = "lint-any-client-7f20";
const ownThing = "lint-own-thing-7f20";
export const otherThing = "lint-other-thing-7f20";

/** A client chooses its client id, but not the thing that its certificate is attached to, nor what its certificate says. */
const probed: Lookup = (name) => (name.toLowerCase() === "iot:clientid" ? anyClient : ownThing);

export interface Probe {
	readonly action: string;
	/** `topic/x`, where `lint-other-thing-…` stands for any other. */
	readonly resource: string;
}

export const connectProbe: Probe = { action: "iot:Connect", resource: `client/${anyClient}` };

/** The resource of an Allow that lets the probe pass; undefined where it does not, or a Deny without conditions forbids it. */
export function letsPass(policy: Policy, statement: Statement, probe: Probe): LocatedString | undefined {
	if (statement.effect !== "Allow" || !namesAction(statement, probe.action)) return undefined;
	const found = reaching(policy, statement, probe);
	const isDenied = policy.statements.some(
		(other) =>
			other.effect === "Deny" &&
			other.conditions.length === 0 &&
			namesAction(other, probe.action) &&
			reaching(policy, other, probe) !== undefined,
	);
	return isDenied ? undefined : found;
}

/** The resource of a statement by which it is about the probe. */
function reaching(
	policy: Policy,
	{ resources, notResources = [] }: Statement,
	probe: Probe,
): LocatedString | undefined {
	if (resources !== undefined) return resources.find((one) => reaches(policy, one, probe));
	return notResources.some((one) => reaches(policy, one, probe)) ? undefined : notResources[0];
}

/** Whatever its account and region are: they are those of who has the policy. */
function reaches(policy: Policy, { text }: LocatedString, { resource }: Probe): boolean {
	const arn = readArn(text);
	const lookup = hasVariables(policy) ? probed : undefined;
	const pattern = readPattern(arn?.resource ?? text, lookup);
	if (pattern === undefined) return false;
	return matches(pattern, arn === undefined ? `arn:aws:iot:us-east-1:000000000000:${resource}` : resource, false);
}
