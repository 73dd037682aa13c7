import { invalidRequest } from "../../aws-error.js";
import type { HookSettings } from "../../behaviour.js";
import { isHookUrl } from "../../functions/function-forms.js";
import { findFunction } from "../../functions/function-target.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByMarker } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { Authorizer, AuthorizerInput, AuthorizerStatus } from "./authorizer.js";
import type { Authorizers } from "./authorizers.js";

export interface AuthorizerParts {
	readonly authorizers: Authorizers;
	readonly tags: Tags;
	readonly hooks: HookSettings;
}

export function authorizerOperations(parts: AuthorizerParts): readonly Operation[] {
	const { authorizers } = parts;
	const one = "/authorizer/{authorizerName}";
	const ofDefault = "/default-authorizer";
	const nameIn = ({ path }: ApiCall) => path("authorizerName");
	return [
		{ name: "CreateAuthorizer", method: "POST", path: one, handle: (call) => create(parts, call) },
		{
			name: "DescribeAuthorizer",
			method: "GET",
			path: one,
			handle: (call) => descriptionOf(authorizers.describe(nameIn(call))),
		},
		{ name: "UpdateAuthorizer", method: "PUT", path: one, handle: (call) => update(parts, call) },
		{
			name: "DeleteAuthorizer",
			method: "DELETE",
			path: one,
			handle(call) {
				parts.tags.remove(authorizers.delete(nameIn(call)).authorizerArn);
				return {};
			},
		},
		{ name: "ListAuthorizers", method: "GET", path: "/authorizers/", handle: (call) => list(authorizers, call) },
		{
			name: "SetDefaultAuthorizer",
			method: "POST",
			path: ofDefault,
			handle: ({ body }) => nameAndArn(authorizers.setDefault(body().requiredString("authorizerName"))),
		},
		{
			name: "DescribeDefaultAuthorizer",
			method: "GET",
			path: ofDefault,
			handle: () => descriptionOf(authorizers.describeDefault()),
		},
		{
			name: "ClearDefaultAuthorizer",
			method: "DELETE",
			path: ofDefault,
			handle() {
				authorizers.clearDefault();
				return {};
			},
		},
	];
}

async function create({ authorizers, tags, hooks }: AuthorizerParts, call: ApiCall): Promise<Answer> {
	const members = call.body();
	const given = tagsIn(members);
	const signingDisabled = members.boolean("signingDisabled");
	const input = { ...(await readInput(call, hooks)), ...(signingDisabled !== undefined && { signingDisabled }) };
	const authorizer = authorizers.create(call.path("authorizerName"), input, call.scope);
	tags.set(authorizer.authorizerArn, given);
	return nameAndArn(authorizer);
}

async function update({ authorizers, hooks }: AuthorizerParts, call: ApiCall): Promise<Answer> {
	return nameAndArn(authorizers.update(call.path("authorizerName"), await readInput(call, hooks)));
}

async function readInput({ body }: ApiCall, hooks: HookSettings): Promise<AuthorizerInput> {
	const members = body();
	const authorizerFunctionArn = members.string("authorizerFunctionArn");
	const tokenKeyName = members.string("tokenKeyName");
	const tokenSigningPublicKeys = members.strings("tokenSigningPublicKeys");
	const status = members.string("status") as AuthorizerStatus | undefined;
	const enableCachingForHttp = members.boolean("enableCachingForHttp");
	if (authorizerFunctionArn !== undefined && isHookUrl(authorizerFunctionArn)) {
		await checkCallable(authorizerFunctionArn, hooks);
	}
	return {
		...(authorizerFunctionArn !== undefined && { authorizerFunctionArn }),
		...(tokenKeyName !== undefined && { tokenKeyName }),
		...(tokenSigningPublicKeys !== undefined && { tokenSigningPublicKeys }),
		...(status !== undefined && { status }),
		...(enableCachingForHttp !== undefined && { enableCachingForHttp }),
	};
}

/** A URL that can never be called is refused now and not at the first client. A function may be mapped at the next start. */
async function checkCallable(target: string, hooks: HookSettings): Promise<void> {
	try {
		await findFunction(target, hooks);
	} catch (error) {
		throw invalidRequest(`The function of the authorizer cannot be called: ${(error as Error).message}`);
	}
}

function list(authorizers: Authorizers, call: ApiCall): Answer {
	const status = call.query.string("status");
	const { items, next } = pageByMarker(call, {
		from: (range) => authorizers.list(range),
		keyOf: ({ authorizerName }) => authorizerName,
		where: (authorizer) => status === undefined || authorizer.status === status,
		descending: !(call.query.boolean("isAscendingOrder") ?? false),
	});
	return { authorizers: items.map(nameAndArn), nextMarker: next };
}

function nameAndArn({ authorizerName, authorizerArn }: Authorizer): object {
	return { authorizerName, authorizerArn };
}

function descriptionOf({ creationDate, lastModifiedDate, ...authorizer }: Authorizer): object {
	const times = { creationDate: epochSeconds(creationDate), lastModifiedDate: epochSeconds(lastModifiedDate) };
	return { authorizerDescription: { ...authorizer, ...times } };
}
