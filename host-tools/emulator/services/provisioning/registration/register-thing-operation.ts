import type { ApiCall, Operation } from "../../../http/operation.js";
import { checkParameters } from "../check-parameters.js";
import { parseTemplateBody } from "../template/parse-template-body.js";
import { type RegistrationParts, registerResources } from "./register-resources.js";

/** RegisterThing of the control plane, which needs no claim: whoever calls it is of the account. */
export function registerThingOperation(parts: RegistrationParts): Operation {
	return { name: "RegisterThing", method: "POST", path: "/things", handle: (call) => registerThing(parts, call) };
}

async function registerThing(parts: RegistrationParts, { body, scope }: ApiCall) {
	const members = body();
	const template = parseTemplateBody(members.requiredString("templateBody"));
	const parameters = checkParameters(members.strings("parameters") ?? {});
	return registerResources(parts, template, parameters, scope);
}
