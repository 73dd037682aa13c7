import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Query } from "../../http/query.js";
import type { BillingGroups } from "../billing-groups/billing-groups.js";
import type { Thing, Things } from "./things.js";

export function thingOperations(
	things: Things,
	billingGroups: Pick<BillingGroups, "billingGroupOf">,
): readonly Operation[] {
	const one = "/things/{thingName}";
	return [
		{ name: "CreateThing", method: "POST", path: one, handle: (call) => createThing(things, call) },
		{ name: "DescribeThing", method: "GET", path: one, handle: (call) => describeThing(things, billingGroups, call) },
		{ name: "UpdateThing", method: "PATCH", path: one, handle: (call) => updateThing(things, call) },
		{ name: "DeleteThing", method: "DELETE", path: one, handle: (call) => deleteThing(things, call) },
		{ name: "ListThings", method: "GET", path: "/things", handle: (call) => listThings(things, call) },
	];
}

function createThing(things: Things, call: ApiCall): Answer {
	const body = call.body();
	const attributes = body.object("attributePayload")?.strings("attributes");
	const thingTypeName = body.string("thingTypeName");
	const billingGroupName = body.string("billingGroupName");
	const options = { thingTypeName, billingGroupName, scope: call.scope };
	const { thingName, thingArn, thingId } = things.createThing(call.path("thingName"), attributes, options);
	return { thingName, thingArn, thingId };
}

function describeThing(
	things: Things,
	billingGroups: Pick<BillingGroups, "billingGroupOf">,
	{ path }: ApiCall,
): Answer {
	const thing = things.describeThing(path("thingName"));
	const { thingName, thingId, thingArn, thingTypeName, attributes, version } = thing;
	const billingGroupName = billingGroups.billingGroupOf(thingName);
	const described = { thingName, thingId, thingArn, thingTypeName, attributes, version, billingGroupName };
	return { defaultClientId: thingName, ...described };
}

function updateThing(things: Things, call: ApiCall): Answer {
	const body = call.body();
	const thingTypeName = body.string("thingTypeName");
	const removeThingType = body.boolean("removeThingType");
	const payload = body.object("attributePayload");
	const attributes = payload?.strings("attributes");
	const merge = payload?.boolean("merge");
	const expectedVersion = body.integer("expectedVersion");
	things.updateThing(call.path("thingName"), {
		...(attributes !== undefined && { attributes }),
		...(merge !== undefined && { merge }),
		...(thingTypeName !== undefined && { thingTypeName }),
		...(removeThingType !== undefined && { removeThingType }),
		...(expectedVersion !== undefined && { expectedVersion }),
	});
	return {};
}

function deleteThing(things: Things, { path, query }: ApiCall): Answer {
	things.deleteThing(path("thingName"), query.integer("expectedVersion"));
	return {};
}

function listThings(things: Things, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		from: things.listThings,
		where: thingFilter(call.query),
		keyOf: ({ thingName }) => thingName,
	});
	return {
		things: items.map(({ thingName, thingTypeName, thingArn, attributes, version }) => {
			return { thingName, thingTypeName, thingArn, attributes, version };
		}),
		nextToken: next,
	};
}

function thingFilter(query: Query): (thing: Thing) => boolean {
	const typeName = query.string("thingTypeName");
	const hasType = (thing: Thing) => typeName === undefined || thing.thingTypeName === typeName;
	const name = query.string("attributeName");
	if (name === undefined && query.string("attributeValue") === undefined) return hasType;
	const wanted = query.requiredString("attributeValue");
	const attributeName = query.requiredString("attributeName");
	const byPrefix = query.boolean("usePrefixAttributeValue") ?? false;
	return (thing) => {
		const { attributes } = thing;
		const value = Object.hasOwn(attributes, attributeName) ? attributes[attributeName] : undefined;
		return hasType(thing) && value !== undefined && (byPrefix ? value.startsWith(wanted) : value === wanted);
	};
}
