import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import { propertiesIn } from "./thing-type-properties.js";
import type { ThingType, ThingTypes } from "./thing-types.js";

export function thingTypeOperations(thingTypes: ThingTypes, tags: Tags): readonly Operation[] {
	const all = "/thing-types";
	const one = "/thing-types/{thingTypeName}";
	return [
		{ name: "CreateThingType", method: "POST", path: one, handle: (call) => createType(thingTypes, tags, call) },
		{ name: "DescribeThingType", method: "GET", path: one, handle: (call) => describeType(thingTypes, call) },
		{ name: "ListThingTypes", method: "GET", path: all, handle: (call) => listTypes(thingTypes, call) },
		{ name: "UpdateThingType", method: "PATCH", path: one, handle: (call) => updateType(thingTypes, call) },
		{
			name: "DeprecateThingType",
			method: "POST",
			path: `${one}/deprecate`,
			handle: (call) => deprecateType(thingTypes, call),
		},
		{ name: "DeleteThingType", method: "DELETE", path: one, handle: (call) => deleteType(thingTypes, tags, call) },
	];
}

function createType(thingTypes: ThingTypes, tags: Tags, { path, body, scope }: ApiCall): Answer {
	const members = body();
	const given = tagsIn(members);
	const thingType = thingTypes.createThingType(path("thingTypeName"), propertiesIn(members), scope);
	const { thingTypeName, thingTypeArn, thingTypeId } = thingType;
	if (given.length > 0) tags.set(thingTypeArn, given);
	return { thingTypeName, thingTypeArn, thingTypeId };
}

function updateType(thingTypes: ThingTypes, { path, body }: ApiCall): Answer {
	thingTypes.updateThingType(path("thingTypeName"), propertiesIn(body()));
	return {};
}

function describeType(thingTypes: ThingTypes, { path }: ApiCall): Answer {
	const thingType = thingTypes.describeThingType(path("thingTypeName"));
	return { ...summary(thingType), thingTypeId: thingType.thingTypeId };
}

function listTypes(thingTypes: ThingTypes, call: ApiCall): Answer {
	const wanted = call.query.string("thingTypeName");
	const { items, next } = pageByToken(call, {
		from: thingTypes.listThingTypes,
		where: ({ thingTypeName }) => wanted === undefined || thingTypeName === wanted,
		keyOf: ({ thingTypeName }) => thingTypeName,
	});
	return { thingTypes: items.map(summary), nextToken: next };
}

function deprecateType(thingTypes: ThingTypes, { path, body }: ApiCall): Answer {
	thingTypes.deprecateThingType(path("thingTypeName"), body().boolean("undoDeprecate") ?? false);
	return {};
}

function deleteType(thingTypes: ThingTypes, tags: Tags, { path }: ApiCall): Answer {
	const { thingTypeArn } = thingTypes.describeThingType(path("thingTypeName"));
	thingTypes.deleteThingType(path("thingTypeName"));
	tags.remove(thingTypeArn);
	return {};
}

function summary({ thingTypeName, thingTypeArn, ...thingType }: ThingType): object {
	const { description, searchableAttributes, propagatingAttributes, deprecationDate, creationDate } = thingType;
	return {
		thingTypeName,
		thingTypeArn,
		thingTypeProperties: {
			thingTypeDescription: description,
			searchableAttributes,
			...(propagatingAttributes.length > 0 && { mqtt5Configuration: { propagatingAttributes } }),
		},
		thingTypeMetadata: {
			deprecated: deprecationDate !== undefined,
			...(deprecationDate !== undefined && { deprecationDate: epochSeconds(deprecationDate) }),
			creationDate: epochSeconds(creationDate),
		},
	};
}
