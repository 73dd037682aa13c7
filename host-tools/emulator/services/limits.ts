import { AwsError } from "../aws-error.js";

/** AWS's quotas (aws-iot.md A.6, D.1, E.4) where one is known, else a bound that no test bench reaches but memory can bear. */
export const limits = Object.freeze({
	/** Ours; all certificates together, claims and pending ones included. */
	certificates: 100_000,
	/** Ours. */
	things: 100_000,
	/** Ours. */
	policies: 10_000,
	/** Ours; pairs of thing and principal. */
	thingPrincipals: 200_000,
	/** AWS: 10. */
	policiesPerPrincipal: 10,
	/** AWS: 256 is what is remembered, not documented. */
	provisioningTemplates: 256,
	/** AWS: 5 is what is remembered, not documented. */
	versionsPerTemplate: 5,
	/** AWS: 3 for a thing without a thing type (50 with one, but there are no thing types here). */
	attributesPerThing: 3,
});

/** Throws LimitExceededException when one more would be more than `limit`. */
export function checkRoom(what: string, present: number, limit: number): void {
	if (present < limit) return;
	throw new AwsError(
		"LimitExceededException",
		`There are ${present} ${what} already, the limit is ${limit}: delete some`,
	);
}
