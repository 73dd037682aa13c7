import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { PolicyAction } from "../../policy/evaluate-policies.js";
import { checkLength } from "../checks.js";

/** AWS: 1 to 10. */
const mostAuthInfos = 10;
/** Ours: of one authInfo. */
const mostResources = 100;

const actions = Object.freeze({
	PUBLISH: "iot:Publish",
	SUBSCRIBE: "iot:Subscribe",
	RECEIVE: "iot:Receive",
	CONNECT: "iot:Connect",
} as const satisfies Record<string, PolicyAction>);

export interface AuthInfo {
	readonly actionType: keyof typeof actions;
	readonly action: PolicyAction;
	/** ARNs */
	readonly resources: readonly string[];
}

/** The member `authInfos` of TestAuthorization. Throws InvalidRequestException. */
export function authInfosIn(members: Members): readonly AuthInfo[] {
	const given = members.objects("authInfos") ?? [];
	if (given.length < 1 || given.length > mostAuthInfos) {
		throw invalidRequest(`authInfos must have 1 to ${mostAuthInfos} entries: it has ${given.length}`);
	}
	return given.map((info, index) => {
		const actionType = typeOf(info.requiredString("actionType"));
		const resources = (info.list("resources") ?? []).map((resource) => checkResource(resource, index));
		if (resources.length < 1 || resources.length > mostResources) {
			throw invalidRequest(
				`authInfos[${index}].resources must have 1 to ${mostResources} ARNs: it has ${resources.length}`,
			);
		}
		return { actionType, action: actions[actionType], resources };
	});
}

function typeOf(text: string): AuthInfo["actionType"] {
	const known = Object.keys(actions) as AuthInfo["actionType"][];
	const type = known.find((one) => one === text);
	if (type !== undefined) return type;
	throw invalidRequest(`actionType must be one of ${known.join(", ")}: it is ${quote(text)}`);
}

function checkResource(resource: string, index: number): string {
	const where = `authInfos[${index}].resources`;
	checkLength(where, resource, 1, 2048);
	if (/^arn:aws[\w-]*:iot:/.test(resource)) return resource;
	throw invalidRequest(`${where} must be ARNs of AWS IoT, e.g. of a topic: found ${quote(resource)}`);
}
