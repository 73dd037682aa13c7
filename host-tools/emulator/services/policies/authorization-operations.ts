import { invalidRequest } from "../../aws-error.js";
import type { EmulatorClock } from "../../clock.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import type { Registry } from "../registry.js";
import { authorizationOf } from "./authorization.js";
import { distinct, EffectivePolicies } from "./effective-policies.js";
import type { Policy } from "./policies.js";
import { principalOf } from "./policy-principal.js";
import { authInfosIn } from "./read-auth-infos.js";

export interface AuthorizationParts {
	readonly registry: Registry;
	readonly clock: EmulatorClock;
}

/** What an account may ask about the rights of its devices (docs/aws-behaviour.md, "Asking for rights"). */
export function authorizationOperations(parts: AuthorizationParts): readonly Operation[] {
	return [
		{
			name: "GetEffectivePolicies",
			method: "POST",
			path: "/effective-policies",
			handle: (call) => getEffectivePolicies(parts, call),
		},
		{
			name: "TestAuthorization",
			method: "POST",
			path: "/test-authorization",
			handle: (call) => testAuthorization(parts, call),
		},
	];
}

function getEffectivePolicies({ registry }: AuthorizationParts, call: ApiCall): Answer {
	const principal = principalOf(registry, call);
	const thingName = call.query.string("thingName");
	if (principal === undefined && thingName === undefined) throw invalidRequest("principal or thingName is missing");
	if (thingName !== undefined) registry.things.describeThing(thingName);
	const effective = new EffectivePolicies(registry);
	const policies = principal === undefined ? distinct(effective.ofThing(thingName)) : principal.policies(thingName);
	const effectivePolicies = policies.map((policy) => ({
		...nameAndArn(policy),
		policyDocument: policy.policyDocument,
	}));
	return { effectivePolicies };
}

function testAuthorization({ registry, clock }: AuthorizationParts, call: ApiCall): Answer {
	const body = call.body();
	const authInfos = authInfosIn(body);
	const principal = principalOf(registry, call);
	const toAdd = (body.list("policyNamesToAdd") ?? []).map((name) => registry.policies.getPolicy(name));
	const toSkip = body.list("policyNamesToSkip") ?? [];
	if (principal === undefined && toAdd.length === 0) throw invalidRequest("principal is missing");
	const clientId = call.query.string("clientId");
	const thingName = clientId === undefined ? undefined : (principal?.thingNameOf(clientId) ?? clientId);
	const attached = (principal?.policies(thingName) ?? []).filter(({ policyName }) => !toSkip.includes(policyName));
	const policies = [...new Map([...attached, ...toAdd].map((policy) => [policy.policyName, policy])).values()];
	const context = { clientId, thingName, principal, scope: call.scope, now: () => clock.now() };
	const authResults = authInfos.map((authInfo) => {
		const { decision, allowed, implicit, explicit, missing } = authorizationOf(authInfo, policies, registry, context);
		return {
			authInfo: { actionType: authInfo.actionType, resources: authInfo.resources },
			allowed: { policies: allowed.map(nameAndArn) },
			denied: {
				implicitDeny: { policies: implicit.map(nameAndArn) },
				explicitDeny: { policies: explicit.map(nameAndArn) },
			},
			authDecision: decision,
			missingContextValues: missing,
		};
	});
	return { authResults };
}

function nameAndArn({ policyName, policyArn }: Policy): object {
	return { policyName, policyArn };
}
