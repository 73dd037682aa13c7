import { invalidRequest, quote } from "../../aws-error.js";
import { type ApiCall, type Operation, TextAnswer } from "../../http/operation.js";
import { pageBySize } from "../../http/pages.js";
import type { PolicyAction } from "../../policy/evaluate-policies.js";
import { checkThingName } from "../checks.js";
import type { DeviceShadows } from "./device-shadows.js";
import { ShadowError } from "./shadow-error.js";
import { clientTokenOf, parseRequest } from "./shadow-request.js";
import type { ShadowRequest, ShadowRequests } from "./shadow-requests.js";
import type { ShadowName } from "./shadow-topics.js";

export interface ShadowOperationsParts {
	readonly requests: ShadowRequests;
	readonly shadows: DeviceShadows;
	/** ms */
	readonly now: () => number;
}

/** Shadows over HTTP. What is refused there is answered there, and published nowhere. */
export function shadowOperations(parts: ShadowOperationsParts): readonly Operation[] {
	const { requests } = parts;
	const path = "/things/{thingName}/shadow";
	const plane = "iotdata";
	return [
		{
			name: "GetThingShadow",
			plane,
			method: "GET",
			path,
			handle: (call) => perform(requests, { ...namedIn(call, "iot:GetThingShadow"), verb: "get", body: {} }),
		},
		{
			name: "UpdateThingShadow",
			plane,
			method: "POST",
			path,
			handle: (call) => {
				const name = namedIn(call, "iot:UpdateThingShadow");
				return perform(requests, { ...name, verb: "update", body: () => parseRequest(call.payload) });
			},
		},
		{
			name: "DeleteThingShadow",
			plane,
			method: "DELETE",
			path,
			handle: (call) => perform(requests, { ...namedIn(call, "iot:DeleteThingShadow"), verb: "delete", body: {} }),
		},
		{
			name: "ListNamedShadowsForThing",
			plane,
			method: "GET",
			path: "/api/things/shadow/ListNamedShadowsForThing/{thingName}",
			handle: (call) => list(parts, call),
		},
	];
}

function namedIn(call: ApiCall, action: PolicyAction): ShadowName {
	const thingName = checkThingName(call.path("thingName"));
	call.caller.authorize(action, thingName);
	const shadowName = call.query.string("name");
	if (shadowName !== undefined && !/^[$a-zA-Z0-9:_-]{1,64}$/.test(shadowName)) {
		throw invalidRequest(`shadowName must be 1 to 64 of a-z A-Z 0-9 : _ - $: it is ${quote(shadowName)}`);
	}
	return { thingName, shadowName };
}

async function perform(
	requests: ShadowRequests,
	{ body, ...asked }: Omit<ShadowRequest, "clientToken" | "body"> & { readonly body: object | (() => unknown) },
): Promise<TextAnswer> {
	try {
		const parsed: unknown = typeof body === "function" ? body() : body;
		const document = await requests.perform({ ...asked, body: parsed, clientToken: clientTokenOf(parsed) });
		return new TextAnswer("application/json", JSON.stringify(document));
	} catch (error) {
		throw error instanceof ShadowError ? error.toAwsError() : error;
	}
}

/** Of a thing that is not there, too: then there are none. */
function list({ shadows, now }: ShadowOperationsParts, call: ApiCall): object {
	const thingName = checkThingName(call.path("thingName"));
	call.caller.authorize("iot:ListNamedShadowsForThing", thingName);
	const { items, next } = pageBySize(call, {
		from: ({ after }) => shadows.listNamedShadows(thingName, after),
		keyOf: (shadowName) => shadowName,
	});
	return { results: items, nextToken: next, timestamp: Math.floor(now() / 1000) };
}
