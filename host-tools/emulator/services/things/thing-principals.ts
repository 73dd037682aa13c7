import { AwsError } from "../../aws-error.js";
import { certificateOfPrincipal } from "../certificate-of-principal.js";
import type { RegistryChange } from "../changes.js";
import { certificateIdOfPrincipal, checkRoom } from "../checks.js";
import { existingThing, type ThingState } from "./thing-state.js";
import type { Things } from "./things.js";

/** Ours; pairs of thing and principal. */
const mostPairs = 200_000;

type ThingPrincipals = Pick<
	Things,
	"attachThingPrincipal" | "detachThingPrincipal" | "listThingPrincipals" | "listPrincipalThings"
>;

export function thingPrincipals(state: ThingState): ThingPrincipals {
	const { thingPrincipals: relation, changes } = state;
	return {
		attachThingPrincipal(thingName, principal) {
			existingThing(state, thingName);
			certificateOfPrincipal(state, "principal", principal);
			if (relation.has(thingName, principal)) return;
			checkRoom("attachments of principals to things", relation.size, mostPairs);
			relation.add(thingName, principal);
			changes.announce(changeOf(state, principal));
		},
		detachThingPrincipal(thingName, principal) {
			existingThing(state, thingName);
			const change = changeOf(state, principal);
			if (!relation.remove(thingName, principal)) {
				throw new AwsError("ResourceNotFoundException", `${principal} is not attached to thing "${thingName}"`);
			}
			changes.announce(change);
		},
		listThingPrincipals: (thingName) => [...relation.rightsOf(existingThing(state, thingName).thingName)].sort(),
		listPrincipalThings(principal) {
			return [...relation.leftsOf(certificateOfPrincipal(state, "principal", principal).certificateArn)].sort();
		},
	};
}

function changeOf({ home }: ThingState, principal: string): RegistryChange {
	return { kind: "certificate", certificateId: certificateIdOfPrincipal("principal", principal, home.accountId) };
}
