import { randomUUID } from "node:crypto";
import { arn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import { checkThingName, invalid } from "../checks.js";
import { checkRoom, limits } from "../limits.js";
import type { Registry, Thing } from "../registry.js";
import type { RegistryState } from "../state.js";
import { sameAttributes, updateAttributes } from "./attributes.js";

type ThingOperations = Pick<
	Registry,
	"createThing" | "describeThing" | "findThing" | "listThings" | "updateThing" | "deleteThing"
>;

export function thingOperations(state: RegistryState): ThingOperations {
	return {
		createThing: (thingName, attributes = {}) => createThing(state, thingName, attributes),
		describeThing: (thingName) => existingThing(state, thingName),
		findThing: (thingName) => state.things.get(thingName),
		listThings: () => [...state.things.values()].sort((a, b) => (a.thingName < b.thingName ? -1 : 1)),
		updateThing: (thingName, update) => updateThing(state, thingName, update),
		deleteThing: (thingName, expectedVersion) => deleteThing(state, thingName, expectedVersion),
	};
}

export function existingThing(state: RegistryState, thingName: string): Thing {
	const thing = state.things.get(checkThingName(thingName));
	if (thing) return thing;
	throw new AwsError("ResourceNotFoundException", `Thing "${thingName}" does not exist`);
}

function createThing(state: RegistryState, thingName: string, given: Readonly<Record<string, string>>): Thing {
	const attributes = updateAttributes({}, given, false);
	const thingArn = arn("thing", checkThingName(thingName));
	const present = state.things.get(thingName);
	if (present) {
		if (sameAttributes(present.attributes, attributes)) return present;
		throw new AwsError("ResourceAlreadyExistsException", `Thing "${thingName}" exists with other attributes`, {
			resourceId: present.thingId,
			resourceArn: thingArn,
		});
	}
	checkRoom("things", state.things.size, limits.things);
	const thing: Thing = Object.freeze({ thingName, thingArn, thingId: randomUUID(), attributes, version: 1 });
	state.things.set(thingName, thing);
	state.changed();
	return thing;
}

function updateThing(
	state: RegistryState,
	thingName: string,
	{ attributes, merge = false, expectedVersion }: Parameters<Registry["updateThing"]>[1],
): Thing {
	const present = existingThing(state, thingName);
	checkVersion(present, expectedVersion);
	const updated: Thing = Object.freeze({
		...present,
		attributes: attributes === undefined ? present.attributes : updateAttributes(present.attributes, attributes, merge),
		version: present.version + 1,
	});
	state.things.set(thingName, updated);
	state.changed();
	return updated;
}

function deleteThing(state: RegistryState, thingName: string, expectedVersion: number | undefined): void {
	const thing = state.things.get(checkThingName(thingName));
	if (!thing) return;
	checkVersion(thing, expectedVersion);
	const principals = state.thingPrincipals.rightsOf(thingName).size;
	if (principals > 0) {
		throw invalid(
			`Thing "${thingName}" cannot be deleted while ${principals} principals are attached to it: detach them first`,
		);
	}
	state.things.delete(thingName);
	state.changed();
}

function checkVersion(thing: Thing, expectedVersion: number | undefined): void {
	if (expectedVersion === undefined || expectedVersion === thing.version) return;
	throw new AwsError(
		"VersionConflictException",
		`Thing "${thing.thingName}" is at version ${thing.version}, not at the expected ${expectedVersion}`,
	);
}
