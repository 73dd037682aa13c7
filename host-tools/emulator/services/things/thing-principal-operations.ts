import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { ThingPrincipalType, Things } from "./things.js";

export function thingPrincipalOperations(things: Things): readonly Operation[] {
	const path = "/things/{thingName}/principals";
	return [
		{ name: "AttachThingPrincipal", method: "PUT", path, handle: (call) => attachPrincipal(things, call) },
		{ name: "DetachThingPrincipal", method: "DELETE", path, handle: (call) => detachPrincipal(things, call) },
		{ name: "ListThingPrincipals", method: "GET", path, handle: (call) => listPrincipals(things, call) },
		{
			name: "ListPrincipalThings",
			method: "GET",
			path: "/principals/things",
			handle: (call) => listPrincipalThings(things, call),
		},
		{
			name: "ListThingPrincipalsV2",
			method: "GET",
			path: "/things/{thingName}/principals-v2",
			handle: (call) => listPrincipalsV2(things, call),
		},
		{
			name: "ListPrincipalThingsV2",
			method: "GET",
			path: "/principals/things-v2",
			handle: (call) => listPrincipalThingsV2(things, call),
		},
	];
}

function attachPrincipal(things: Things, call: ApiCall): Answer {
	things.attachThingPrincipal(call.path("thingName"), principalOf(call), typeIn(call));
	return {};
}

function detachPrincipal(things: Things, call: ApiCall): Answer {
	things.detachThingPrincipal(call.path("thingName"), principalOf(call));
	return {};
}

function listPrincipals(things: Things, call: ApiCall): Answer {
	const principals = things.listThingPrincipals(call.path("thingName"));
	const { items, next } = pageByToken(call, { items: principals, keyOf: (principal) => principal });
	return { principals: items, nextToken: next };
}

function listPrincipalThings(things: Things, call: ApiCall): Answer {
	const names = things.listPrincipalThings(principalOf(call));
	const { items, next } = pageByToken(call, { items: names, keyOf: (thingName) => thingName });
	return { things: items, nextToken: next };
}

function listPrincipalsV2(things: Things, call: ApiCall): Answer {
	const thingName = call.path("thingName");
	const { items, next } = pageByToken(call, {
		items: things
			.listThingPrincipals(thingName)
			.map((principal) => ({ principal, thingPrincipalType: typeOf(things, thingName, principal) }))
			.filter(ofType(call)),
		keyOf: ({ principal }) => principal,
	});
	return { thingPrincipalObjects: items, nextToken: next };
}

function listPrincipalThingsV2(things: Things, call: ApiCall): Answer {
	const principal = principalOf(call);
	const { items, next } = pageByToken(call, {
		items: things
			.listPrincipalThings(principal)
			.map((thingName) => ({ thingName, thingPrincipalType: typeOf(things, thingName, principal) }))
			.filter(ofType(call)),
		keyOf: ({ thingName }) => thingName,
	});
	return { principalThingObjects: items, nextToken: next };
}

function typeOf(things: Things, thingName: string, principal: string): ThingPrincipalType {
	return things.exclusiveThingOf(principal) === thingName ? "EXCLUSIVE_THING" : "NON_EXCLUSIVE_THING";
}

function ofType(call: ApiCall): (one: { readonly thingPrincipalType: ThingPrincipalType }) => boolean {
	const wanted = typeIn(call);
	return ({ thingPrincipalType }) => wanted === undefined || thingPrincipalType === wanted;
}

function typeIn({ query }: ApiCall): ThingPrincipalType | undefined {
	const type = query.string("thingPrincipalType");
	if (type === undefined || type === "EXCLUSIVE_THING" || type === "NON_EXCLUSIVE_THING") return type;
	throw invalidRequest(`thingPrincipalType must be EXCLUSIVE_THING or NON_EXCLUSIVE_THING: it is ${quote(type)}`);
}

function principalOf({ headers }: ApiCall): string {
	const principal = headers["x-amzn-principal"];
	if (typeof principal === "string" && principal !== "") return principal;
	throw new AwsError("InvalidRequestException", "principal is missing (header x-amzn-principal)");
}
