import { concrete } from "../model/concrete.js";
import { desiredState } from "../model/desired-state.js";
import type { Resource, Value } from "../model/resource.js";
import type { Place } from "../model/resource-arn.js";
import { defaultProject, prefixOf } from "../project/project.js";

const prefix = prefixOf(defaultProject);

/** Names of the default project. */
export const starterNames = Object.freeze({
	templateName: prefix,
	policyName: `${prefix}-device`,
	/** Thing names are this and the device's SerialNumber. */
	thingNamePrefix: `${prefix}-`,
});

const ids: readonly string[] = ["DevicePolicy", "DeviceType", "FleetGroup", "FleetTemplate"];

/** What of the default project a device needs to become a thing, each after what it needs. */
export function starterResources(): readonly Resource[] {
	return desiredState(defaultProject).filter(({ id }) => ids.includes(id));
}

/** The properties of one of them as they are in one account. */
export function starterProperties<T>(id: string, place: Place): T {
	const resource = starterResources().find((one) => one.id === id);
	return concrete((resource?.properties ?? {}) as Value, place) as T;
}
