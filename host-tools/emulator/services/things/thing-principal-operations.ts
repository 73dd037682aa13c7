import { AwsError } from "../../aws-error.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Things } from "./things.js";

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
	];
}

function attachPrincipal(things: Things, call: ApiCall): Answer {
	const type = call.query.string("thingPrincipalType") ?? "NON_EXCLUSIVE_THING";
	if (type !== "NON_EXCLUSIVE_THING") {
		throw new AwsError(
			"NotImplementedException",
			`thingPrincipalType "${type.slice(0, 128)}" of AttachThingPrincipal is not there: the emulator has NON_EXCLUSIVE_THING`,
		);
	}
	things.attachThingPrincipal(call.path("thingName"), principalOf(call));
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

function principalOf({ headers }: ApiCall): string {
	const principal = headers["x-amzn-principal"];
	if (typeof principal === "string" && principal !== "") return principal;
	throw new AwsError("InvalidRequestException", "principal is missing (header x-amzn-principal)");
}
