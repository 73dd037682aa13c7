import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest } from "../../aws-error.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import { checkCount, mostAttributes, sameAttributes, updateAttributes } from "../attributes.js";
import { checkRoom, checkThingName, checkVersion } from "../checks.js";
import { thingPrincipals } from "./thing-principals.js";
import { existingThing, type ThingState } from "./thing-state.js";
import type { Thing, Things, ThingUpdate } from "./things.js";

/** Ours. */
const mostThings = 100_000;

/** Things in `store`. Throws when a kept row is none of this version. */
export function openThings({ store, ...shared }: Omit<ThingState, "things"> & { readonly store: Store }): Things {
	const state: ThingState = {
		...shared,
		things: store.table("thing", jsonRows<Thing>("thingName", { thingTypeName: undefined }), {
			orderOf: ({ thingName }) => thingName,
		}),
	};
	return {
		createThing: (thingName, attributes = {}, { thingTypeName, billingGroupName, scope = state.home } = {}) =>
			createThing(state, { thingName, attributes, thingTypeName, billingGroupName, scope }),
		describeThing: (thingName) => existingThing(state, thingName),
		findThing: (thingName) => state.things.get(thingName),
		listThings: (range) => state.things.inOrder(range),
		updateThing: (thingName, update) => updateThing(state, thingName, update),
		restoreThing(thing) {
			state.things.set(thing.thingName, thing);
			state.changes.announce({ kind: "thing", name: thing.thingName });
		},
		deleteThing: (thingName, expectedVersion) => deleteThing(state, thingName, expectedVersion),
		...thingPrincipals(state),
	};
}

interface NewThing {
	readonly thingName: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly thingTypeName: string | undefined;
	readonly billingGroupName: string | undefined;
	readonly scope: ArnScope;
}

function createThing(state: ThingState, wanted: NewThing): Thing {
	const { thingName, attributes: given, thingTypeName, billingGroupName, scope } = wanted;
	const attributes = updateAttributes({}, given, { merge: false, most: mostOf(thingTypeName) });
	const thingArn = arn(scope, "thing", checkThingName(thingName));
	const present = state.things.get(thingName);
	if (present) {
		const [group] = state.billingGroupMembers.leftsOf(thingName);
		const same =
			present.thingTypeName === thingTypeName &&
			group === billingGroupName &&
			sameAttributes(present.attributes, attributes);
		if (same) return present;
		throw new AwsError(
			"ResourceAlreadyExistsException",
			`Thing "${thingName}" exists with other attributes, another thing type or billing group`,
			{ resourceId: present.thingId, resourceArn: present.thingArn },
		);
	}
	if (thingTypeName !== undefined) state.thingTypes.usableThingType(thingTypeName);
	if (billingGroupName !== undefined) state.billingGroups.describeBillingGroup(billingGroupName);
	checkRoom("things", state.things.size, mostThings);
	const identity = { thingName, thingArn, thingId: randomUUID() };
	const thing: Thing = Object.freeze({ ...identity, attributes, thingTypeName, version: 1 });
	state.things.set(thingName, thing);
	if (billingGroupName !== undefined) state.billingGroupMembers.add(billingGroupName, thingName);
	state.changes.announce({ kind: "thing", name: thingName });
	return thing;
}

function updateThing(state: ThingState, thingName: string, update: ThingUpdate): Thing {
	const present = existingThing(state, thingName);
	checkVersion(`Thing "${thingName}"`, present.version, update.expectedVersion);
	const thingTypeName = updatedType(state, present, update);
	const most = mostOf(thingTypeName);
	const { attributes: given, merge = false } = update;
	const attributes =
		given === undefined ? present.attributes : updateAttributes(present.attributes, given, { merge, most });
	checkCount(Object.keys(attributes).length, most);
	const updated: Thing = Object.freeze({ ...present, attributes, thingTypeName, version: present.version + 1 });
	state.things.set(thingName, updated);
	state.changes.announce({ kind: "thing", name: thingName });
	return updated;
}

function updatedType(
	state: ThingState,
	present: Thing,
	{ thingTypeName, removeThingType = false }: ThingUpdate,
): string | undefined {
	if (thingTypeName === undefined) return removeThingType ? undefined : present.thingTypeName;
	if (removeThingType) throw invalidRequest("thingTypeName and removeThingType exclude each other");
	return thingTypeName === present.thingTypeName
		? thingTypeName
		: state.thingTypes.usableThingType(thingTypeName).thingTypeName;
}

function mostOf(thingTypeName: string | undefined): number {
	return thingTypeName === undefined ? mostAttributes.untyped : mostAttributes.typed;
}

function deleteThing(state: ThingState, thingName: string, expectedVersion: number | undefined): void {
	const thing = state.things.get(checkThingName(thingName));
	if (!thing) return;
	checkVersion(`Thing "${thingName}"`, thing.version, expectedVersion);
	if (state.thingPrincipals.rightsOf(thingName).size > 0) {
		throw invalidRequest(`Cannot delete. Thing ${thingName} is still attached to one or more principals`);
	}
	for (const group of [...state.groupMembers.leftsOf(thingName)]) state.groupMembers.remove(group, thingName);
	for (const group of [...state.billingGroupMembers.leftsOf(thingName)]) {
		state.billingGroupMembers.remove(group, thingName);
	}
	state.things.delete(thingName);
	state.changes.announce({ kind: "thing", name: thingName });
}
