import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest } from "../../aws-error.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import { checkRoom, checkThingName } from "../checks.js";
import { sameAttributes, updateAttributes } from "./attributes.js";
import { thingPrincipals } from "./thing-principals.js";
import { existingThing, type ThingState } from "./thing-state.js";
import type { Thing, Things, ThingUpdate } from "./things.js";

/** Ours. */
const mostThings = 100_000;

/** Things in `store`. Throws when a kept row is none of this version. */
export function openThings({ store, ...shared }: Omit<ThingState, "things"> & { readonly store: Store }): Things {
	const state: ThingState = { ...shared, things: store.table("thing", jsonRows<Thing>("thingName")) };
	return {
		createThing: (thingName, attributes = {}, scope = state.home) => createThing(state, thingName, attributes, scope),
		describeThing: (thingName) => existingThing(state, thingName),
		findThing: (thingName) => state.things.get(thingName),
		listThings: () => [...state.things.values()].sort((a, b) => (a.thingName < b.thingName ? -1 : 1)),
		updateThing: (thingName, update) => updateThing(state, thingName, update),
		deleteThing: (thingName, expectedVersion) => deleteThing(state, thingName, expectedVersion),
		...thingPrincipals(state),
	};
}

function createThing(
	state: ThingState,
	thingName: string,
	given: Readonly<Record<string, string>>,
	scope: ArnScope,
): Thing {
	const attributes = updateAttributes({}, given, false);
	const thingArn = arn(scope, "thing", checkThingName(thingName));
	const present = state.things.get(thingName);
	if (present) {
		if (sameAttributes(present.attributes, attributes)) return present;
		throw new AwsError("ResourceAlreadyExistsException", `Thing "${thingName}" exists with other attributes`, {
			resourceId: present.thingId,
			resourceArn: present.thingArn,
		});
	}
	checkRoom("things", state.things.size, mostThings);
	const thing: Thing = Object.freeze({ thingName, thingArn, thingId: randomUUID(), attributes, version: 1 });
	state.things.set(thingName, thing);
	state.changes.announce();
	return thing;
}

function updateThing(
	state: ThingState,
	thingName: string,
	{ attributes, merge = false, expectedVersion }: ThingUpdate,
): Thing {
	const present = existingThing(state, thingName);
	checkVersion(present, expectedVersion);
	const updated: Thing = Object.freeze({
		...present,
		attributes: attributes === undefined ? present.attributes : updateAttributes(present.attributes, attributes, merge),
		version: present.version + 1,
	});
	state.things.set(thingName, updated);
	state.changes.announce();
	return updated;
}

function deleteThing(state: ThingState, thingName: string, expectedVersion: number | undefined): void {
	const thing = state.things.get(checkThingName(thingName));
	if (!thing) return;
	checkVersion(thing, expectedVersion);
	const principals = state.thingPrincipals.rightsOf(thingName).size;
	if (principals > 0) {
		throw invalidRequest(
			`Thing "${thingName}" cannot be deleted while ${principals} principals are attached to it: detach them first`,
		);
	}
	state.things.delete(thingName);
	state.changes.announce();
}

function checkVersion(thing: Thing, expectedVersion: number | undefined): void {
	if (expectedVersion === undefined || expectedVersion === thing.version) return;
	throw new AwsError(
		"VersionConflictException",
		`Thing "${thing.thingName}" is at version ${thing.version}, not at the expected ${expectedVersion}`,
	);
}
