import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken, shortList } from "../../http/pages.js";
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
	const thingName = call.path("thingName");
	const { items, next } = pageByToken(
		call,
		shortList(things.listThingPrincipals(thingName), (principal) => principal),
	);
	return { principals: items, nextToken: next };
}

function listPrincipalThings(things: Things, call: ApiCall): Answer {
	const principal = principalOf(call);
	const { items, next } = pageByToken(
		call,
		shortList(things.listPrincipalThings(principal), (thingName) => thingName),
	);
	return { things: items, nextToken: next };
}

function listPrincipalsV2(things: Things, call: ApiCall): Answer {
	const isWanted = ofType(call);
	const thingName = call.path("thingName");
	const { items, next } = pageByToken(call, {
		...shortList(things.listThingPrincipals(thingName), (principal) => principal),
		where: (principal) => isWanted(typeOf(things, thingName, principal)),
	});
	const objects = items.map((principal) => ({ principal, thingPrincipalType: typeOf(things, thingName, principal) }));
	return { thingPrincipalObjects: objects, nextToken: next };
}

function listPrincipalThingsV2(things: Things, call: ApiCall): Answer {
	const isWanted = ofType(call);
	const principal = principalOf(call);
	const { items, next } = pageByToken(call, {
		...shortList(things.listPrincipalThings(principal), (thingName) => thingName),
		where: (thingName) => isWanted(typeOf(things, thingName, principal)),
	});
	const objects = items.map((thingName) => ({ thingName, thingPrincipalType: typeOf(things, thingName, principal) }));
	return { principalThingObjects: objects, nextToken: next };
}

function typeOf(things: Things, thingName: string, principal: string): ThingPrincipalType {
	return things.exclusiveThingOf(principal) === thingName ? "EXCLUSIVE_THING" : "NON_EXCLUSIVE_THING";
}

function ofType(call: ApiCall): (type: ThingPrincipalType) => boolean {
	const wanted = typeIn(call);
	return (type) => wanted === undefined || type === wanted;
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
