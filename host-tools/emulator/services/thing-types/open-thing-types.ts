import { randomUUID } from "node:crypto";
import { type ArnScope, arn } from "../../arn.js";
import { AwsError, invalidRequest } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import type { ChangeFeed } from "../changes.js";
import { checkRoom, checkThingTypeName } from "../checks.js";
import { checkProperties } from "./thing-type-properties.js";
import type { ThingType, ThingTypeProperties, ThingTypes } from "./thing-types.js";

/** Ours. */
const mostThingTypes = 10_000;
/** ms between deprecation and deletion (docs/aws-behaviour.md, "Thing types and groups"). */
const deprecatedFor = 300_000;

interface ThingTypeState {
	readonly thingTypes: Table<ThingType>;
	readonly clock: EmulatorClock;
	readonly changes: ChangeFeed;
	/** Account and region of what is made without a request. */
	readonly home: ArnScope;
	/** Whether there is a thing of that type. */
	readonly isUsed: (thingTypeName: string) => boolean;
}

/** Thing types in `store`. Throws when a kept row is none of this version. */
export function openThingTypes({
	store,
	...shared
}: Omit<ThingTypeState, "thingTypes"> & { readonly store: Store }): ThingTypes {
	const rows = jsonRows<ThingType>("thingTypeName", { deprecationDate: undefined, propagatingAttributes: [] });
	const state: ThingTypeState = {
		...shared,
		thingTypes: store.table("thing-type", rows, { orderOf: ({ thingTypeName }) => thingTypeName }),
	};
	return {
		createThingType: (thingTypeName, properties = {}, scope = state.home) =>
			createThingType(state, thingTypeName, properties, scope),
		describeThingType: (thingTypeName) => existingType(state, thingTypeName),
		findThingType: (thingTypeName) => state.thingTypes.get(thingTypeName),
		listThingTypes: (range) => state.thingTypes.inOrder(range),
		updateThingType: (thingTypeName, properties) => updateThingType(state, thingTypeName, properties),
		deprecateThingType: (thingTypeName, undo = false) => deprecateThingType(state, thingTypeName, undo),
		deleteThingType: (thingTypeName) => deleteThingType(state, thingTypeName),
		usableThingType: (thingTypeName) => usableThingType(state, thingTypeName),
	};
}

function existingType({ thingTypes }: ThingTypeState, thingTypeName: string): ThingType {
	const thingType = thingTypes.get(checkThingTypeName(thingTypeName));
	if (thingType) return thingType;
	throw new AwsError(
		"ResourceNotFoundException",
		`Thing type "${thingTypeName}" does not exist: CreateThingType makes it`,
	);
}

function usableThingType(state: ThingTypeState, thingTypeName: string): ThingType {
	const thingType = existingType(state, thingTypeName);
	if (thingType.deprecationDate === undefined) return thingType;
	throw invalidRequest(`Thing type "${thingTypeName}" is deprecated: no thing can become one of it`);
}

function createThingType(
	state: ThingTypeState,
	thingTypeName: string,
	given: ThingTypeProperties,
	scope: ArnScope,
): ThingType {
	const thingTypeArn = arn(scope, "thingtype", checkThingTypeName(thingTypeName));
	const properties = checkProperties(given);
	const present = state.thingTypes.get(thingTypeName);
	if (present !== undefined) {
		if (isSame(present, properties)) return present;
		throw new AwsError("ResourceAlreadyExistsException", `Thing type "${thingTypeName}" exists with other properties`, {
			resourceId: present.thingTypeId,
			resourceArn: present.thingTypeArn,
		});
	}
	checkRoom("thing types", state.thingTypes.size, mostThingTypes);
	const thingTypeId = randomUUID();
	const creationDate = state.clock.now();
	return keep(state, {
		thingTypeName,
		thingTypeArn,
		thingTypeId,
		...properties,
		deprecationDate: undefined,
		creationDate,
	});
}

function isSame(present: ThingType, wanted: Required<ThingTypeProperties>): boolean {
	const texts = [present, wanted].map(({ description, searchableAttributes, propagatingAttributes }) =>
		JSON.stringify([description, searchableAttributes, propagatingAttributes]),
	);
	return texts[0] === texts[1];
}

function updateThingType(state: ThingTypeState, thingTypeName: string, given: ThingTypeProperties): void {
	const present = existingType(state, thingTypeName);
	keep(state, { ...present, ...checkProperties({ ...present, ...given }) });
}

function deprecateThingType(state: ThingTypeState, thingTypeName: string, undo: boolean): void {
	const present = existingType(state, thingTypeName);
	const deprecationDate = undo ? undefined : (present.deprecationDate ?? state.clock.now());
	keep(state, { ...present, deprecationDate });
}

function deleteThingType(state: ThingTypeState, thingTypeName: string): void {
	const { deprecationDate } = existingType(state, thingTypeName);
	if (deprecationDate === undefined) {
		throw invalidRequest(`Thing type "${thingTypeName}" cannot be deleted before it is deprecated: DeprecateThingType`);
	}
	const left = deprecationDate + deprecatedFor - state.clock.now();
	if (left > 0) {
		throw invalidRequest(
			`Thing type "${thingTypeName}" can be deleted five minutes after it was deprecated: in ${Math.ceil(left / 1000)} s`,
		);
	}
	if (state.isUsed(thingTypeName)) {
		throw invalidRequest(`Thing type "${thingTypeName}" cannot be deleted while there are things of it`);
	}
	state.thingTypes.delete(thingTypeName);
	state.changes.announce({ kind: "thing-type", name: thingTypeName });
}

function keep({ thingTypes, changes }: ThingTypeState, thingType: ThingType): ThingType {
	const row = Object.freeze(thingType);
	thingTypes.set(row.thingTypeName, row);
	changes.announce({ kind: "thing-type", name: row.thingTypeName });
	return row;
}
