import { AwsError } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Query } from "../../http/query.js";
import type { Thing, Things } from "./things.js";

export function thingOperations(things: Things): readonly Operation[] {
	const one = "/things/{thingName}";
	return [
		{ name: "CreateThing", method: "POST", path: one, handle: (call) => createThing(things, call) },
		{ name: "DescribeThing", method: "GET", path: one, handle: (call) => describeThing(things, call) },
		{ name: "UpdateThing", method: "PATCH", path: one, handle: (call) => updateThing(things, call) },
		{ name: "DeleteThing", method: "DELETE", path: one, handle: (call) => deleteThing(things, call) },
		{ name: "ListThings", method: "GET", path: "/things", handle: (call) => listThings(things, call) },
	];
}

function createThing(things: Things, call: ApiCall): Answer {
	const body = call.body();
	refuseTypesAndGroups(body);
	const attributes = body.object("attributePayload")?.strings("attributes");
	const { thingName, thingArn, thingId } = things.createThing(call.path("thingName"), attributes, call.scope);
	return { thingName, thingArn, thingId };
}

function describeThing(things: Things, { path }: ApiCall): Answer {
	const { thingName, thingId, thingArn, attributes, version } = things.describeThing(path("thingName"));
	return { defaultClientId: thingName, thingName, thingId, thingArn, attributes, version };
}

function updateThing(things: Things, call: ApiCall): Answer {
	const body = call.body();
	refuseTypesAndGroups(body);
	const payload = body.object("attributePayload");
	const attributes = payload?.strings("attributes");
	const merge = payload?.boolean("merge");
	const expectedVersion = body.integer("expectedVersion");
	things.updateThing(call.path("thingName"), {
		...(attributes !== undefined && { attributes }),
		...(merge !== undefined && { merge }),
		...(expectedVersion !== undefined && { expectedVersion }),
	});
	return {};
}

function deleteThing(things: Things, { path, query }: ApiCall): Answer {
	things.deleteThing(path("thingName"), query.integer("expectedVersion"));
	return {};
}

function refuseTypesAndGroups(body: Members): void {
	for (const member of ["thingTypeName", "billingGroupName"]) {
		const name = body.string(member);
		if (name === undefined) continue;
		throw new AwsError(
			"ResourceNotFoundException",
			`${member} "${name.slice(0, 128)}" does not exist: the emulator has no thing types and no billing groups`,
		);
	}
}

function listThings(things: Things, call: ApiCall): Answer {
	const { items, next } = pageByToken(call, {
		items: things.listThings().filter(thingFilter(call.query)),
		keyOf: ({ thingName }) => thingName,
	});
	return {
		things: items.map(({ thingName, thingArn, attributes, version }) => ({ thingName, thingArn, attributes, version })),
		nextToken: next,
	};
}

function thingFilter(query: Query): (thing: Thing) => boolean {
	// No thing has a type.
	if (query.string("thingTypeName") !== undefined) return () => false;
	const name = query.string("attributeName");
	if (name === undefined && query.string("attributeValue") === undefined) return () => true;
	const wanted = query.requiredString("attributeValue");
	const attributeName = query.requiredString("attributeName");
	const byPrefix = query.boolean("usePrefixAttributeValue") ?? false;
	return ({ attributes }) => {
		const value = Object.hasOwn(attributes, attributeName) ? attributes[attributeName] : undefined;
		return value !== undefined && (byPrefix ? value.startsWith(wanted) : value === wanted);
	};
}
