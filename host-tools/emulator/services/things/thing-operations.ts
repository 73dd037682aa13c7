import { AwsError } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { ApiCall, ControlPlaneContext, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Query } from "../../http/query.js";
import type { Thing } from "../registry.js";

export const thingOperations: readonly Operation[] = [
	{
		name: "CreateThing",
		method: "POST",
		path: "/things/{thingName}",
		handle(call, { registry }) {
			const body = call.body();
			refuseTypesAndGroups(body);
			const attributes = body.object("attributePayload")?.strings("attributes");
			const { thingName, thingArn, thingId } = registry.createThing(call.path("thingName"), attributes);
			return { thingName, thingArn, thingId };
		},
	},
	{
		name: "DescribeThing",
		method: "GET",
		path: "/things/{thingName}",
		handle({ path }, { registry }) {
			const { thingName, thingId, thingArn, attributes, version } = registry.describeThing(path("thingName"));
			return { defaultClientId: thingName, thingName, thingId, thingArn, attributes, version };
		},
	},
	{
		name: "UpdateThing",
		method: "PATCH",
		path: "/things/{thingName}",
		handle(call, { registry }) {
			const body = call.body();
			refuseTypesAndGroups(body);
			const payload = body.object("attributePayload");
			const attributes = payload?.strings("attributes");
			const merge = payload?.boolean("merge");
			const expectedVersion = body.integer("expectedVersion");
			registry.updateThing(call.path("thingName"), {
				...(attributes !== undefined && { attributes }),
				...(merge !== undefined && { merge }),
				...(expectedVersion !== undefined && { expectedVersion }),
			});
			return {};
		},
	},
	{
		name: "DeleteThing",
		method: "DELETE",
		path: "/things/{thingName}",
		handle({ path, query }, { registry }) {
			registry.deleteThing(path("thingName"), query.integer("expectedVersion"));
			return {};
		},
	},
	{ name: "ListThings", method: "GET", path: "/things", handle: listThings },
];

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

function listThings(call: ApiCall, { registry }: ControlPlaneContext) {
	const { items, next } = pageByToken(call, {
		items: registry.listThings().filter(thingFilter(call.query)),
		keyOf: ({ thingName }) => thingName,
	});
	const things = items.map(({ thingName, thingArn, attributes, version }) => ({
		thingName,
		thingArn,
		attributes,
		version,
	}));
	return { things, nextToken: next };
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
