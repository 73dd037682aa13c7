import { AwsError } from "../../aws-error.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";

export const thingPrincipalOperations: readonly Operation[] = [
	{
		name: "AttachThingPrincipal",
		method: "PUT",
		path: "/things/{thingName}/principals",
		handle(call, { registry }) {
			const type = call.query.string("thingPrincipalType") ?? "NON_EXCLUSIVE_THING";
			if (type !== "NON_EXCLUSIVE_THING") {
				throw new AwsError(
					"NotImplementedException",
					`thingPrincipalType "${type.slice(0, 128)}" of AttachThingPrincipal is not there: the emulator has NON_EXCLUSIVE_THING`,
				);
			}
			registry.attachThingPrincipal(call.path("thingName"), principalOf(call));
			return {};
		},
	},
	{
		name: "DetachThingPrincipal",
		method: "DELETE",
		path: "/things/{thingName}/principals",
		handle(call, { registry }) {
			registry.detachThingPrincipal(call.path("thingName"), principalOf(call));
			return {};
		},
	},
	{
		name: "ListThingPrincipals",
		method: "GET",
		path: "/things/{thingName}/principals",
		handle(call, { registry }) {
			const principals = registry.listThingPrincipals(call.path("thingName"));
			const { items, next } = pageByToken(call, { items: principals, keyOf: (principal) => principal });
			return { principals: items, nextToken: next };
		},
	},
	{
		name: "ListPrincipalThings",
		method: "GET",
		path: "/principals/things",
		handle(call, { registry }) {
			const things = registry.listPrincipalThings(principalOf(call));
			const { items, next } = pageByToken(call, { items: things, keyOf: (thingName) => thingName });
			return { things: items, nextToken: next };
		},
	},
];

function principalOf({ headers }: ApiCall): string {
	const principal = headers["x-amzn-principal"];
	if (typeof principal === "string" && principal !== "") return principal;
	throw new AwsError("InvalidRequestException", "principal is missing (header x-amzn-principal)");
}
