import type { Policy, Statement } from "../documents/document.js";
import type { LocatedString } from "../text/located.js";
import { readArn } from "./arn.js";
import { appliesTo, hasVariables, namesAction } from "./evaluate.js";
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
	const found = (statement.resources ?? []).find((resource) => reaches(policy, resource, probe)) ?? notResource(policy, statement, probe);
	if (found === undefined) return undefined;
	const isDenied = policy.statements.some((other) => {
		const request = { action: probe.action, resource: inPlaceOf(found, probe), values: probed };
		return other.effect === "Deny" && other.conditions.length === 0 && appliesTo(policy, other, request, false);
	});
	return isDenied ? undefined : found;
}

function reaches(policy: Policy, resource: LocatedString, probe: Probe): boolean {
	const pattern = readPattern(resource.text, hasVariables(policy) ? probed : undefined);
	return pattern !== undefined && matches(pattern, inPlaceOf(resource, probe), false);
}

function notResource(policy: Policy, { resources, notResources }: Statement, probe: Probe): LocatedString | undefined {
	if (resources !== undefined || notResources === undefined) return undefined;
	return notResources.some((one) => reaches(policy, one, probe)) ? undefined : notResources[0];
}

/** An ARN for the probe, of the account and region that `resource` names. */
function inPlaceOf(resource: LocatedString, { resource: name }: Probe): string {
	const arn = readArn(resource.text);
	return arn === undefined
		? `arn:aws:iot:us-east-1:000000000000:${name}`
		: `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.account}:${name}`;
}
