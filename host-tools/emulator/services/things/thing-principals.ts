import { AwsError, invalidRequest, notFound } from "../../aws-error.js";
import { certificateOfPrincipal } from "../certificate-of-principal.js";
import type { RegistryChange } from "../changes.js";
import { certificateIdOfPrincipal, checkRoom, checkThingName } from "../checks.js";
import { existingThing, type ThingState } from "./thing-state.js";
import type { ThingPrincipalType, Things } from "./things.js";

/** Ours; pairs of thing and principal. */
const mostPairs = 200_000;

type ThingPrincipals = Pick<
	Things,
	"attachThingPrincipal" | "detachThingPrincipal" | "listThingPrincipals" | "listPrincipalThings" | "exclusiveThingOf"
>;

export function thingPrincipals(state: ThingState): ThingPrincipals {
	const { thingPrincipals: relation, exclusiveThings, changes } = state;
	return {
		attachThingPrincipal(thingName, principal, type = "NON_EXCLUSIVE_THING") {
			existingThing(state, thingName);
			certificateOfPrincipal(state, "principal", principal);
			if (isAttached(state, thingName, principal, type)) return;
			checkRoom("attachments of principals to things", relation.size, mostPairs);
			if (type === "EXCLUSIVE_THING") exclusiveThings.add(thingName, principal);
			relation.add(thingName, principal);
			changes.announce(changeOf(state, principal));
		},
		detachThingPrincipal(thingName, principal) {
			existingThing(state, thingName);
			const change = changeOf(state, principal);
			if (!relation.remove(thingName, principal)) {
				throw new AwsError("ResourceNotFoundException", `${principal} is not attached to thing "${thingName}"`);
			}
			exclusiveThings.remove(thingName, principal);
			changes.announce(change);
		},
		listThingPrincipals(thingName) {
			if (state.things.get(checkThingName(thingName)) === undefined) {
				throw notFound(
					`Failed to list principals for thing ${thingName} because the thing does not exist in your account`,
				);
			}
			return [...relation.rightsOf(thingName)].sort();
		},
		listPrincipalThings(principal) {
			return [...relation.leftsOf(certificateOfPrincipal(state, "principal", principal).certificateArn)].sort();
		},
		exclusiveThingOf: (principal) => firstOf(exclusiveThings.leftsOf(principal)),
	};
}

/** What may be attached how beside what is attached already is a guess (docs/aws-behaviour.md, "Exclusive things"). */
function isAttached(
	{ thingPrincipals, exclusiveThings }: ThingState,
	thingName: string,
	principal: string,
	type: ThingPrincipalType,
): boolean {
	const exclusive = firstOf(exclusiveThings.leftsOf(principal));
	const wanted = type === "EXCLUSIVE_THING";
	if (thingPrincipals.has(thingName, principal) && (exclusive === thingName) === wanted) return true;
	const others = thingPrincipals.leftsOf(principal);
	if (exclusive === undefined && (!wanted || others.size === 0)) return false;
	const attached = exclusive === undefined ? `to thing "${firstOf(others)}"` : `exclusively to thing "${exclusive}"`;
	throw invalidRequest(`${principal} is attached ${attached}: detach it first (DetachThingPrincipal)`);
}

function firstOf(names: ReadonlySet<string>): string | undefined {
	const [first] = names;
	return first;
}

function changeOf({ home }: ThingState, principal: string): RegistryChange {
	return { kind: "certificate", name: certificateIdOfPrincipal("principal", principal, home.accountId) };
}
