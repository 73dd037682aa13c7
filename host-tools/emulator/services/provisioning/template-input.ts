import { invalidRequest, quote } from "../../aws-error.js";
import { isHookUrl, isLambdaArn } from "../../functions/function-forms.js";
import { checkLength } from "../checks.js";
import { checkJitpTemplate } from "./just-in-time/check-jitp-template.js";
import { parseTemplateBody } from "./template/parse-template-body.js";
import type { HookInput, PreProvisioningHook, ProvisioningTemplate } from "./templates.js";

/**
 * Checks of what a provisioning template is made of (docs/aws-behaviour.md, "Provisioning templates", "Pre-provisioning
 * hooks" and "Names and sizes"). All throw InvalidRequestException.
 */

export function checkDescription(description: string): string {
	checkLength("description", description, 0, 500);
	if (/\p{C}/u.test(description)) throw invalidRequest("description must have no control characters");
	return description;
}

export function checkType(type: string): ProvisioningTemplate["type"] {
	if (type === "FLEET_PROVISIONING" || type === "JITP") return type;
	throw invalidRequest(`type must be FLEET_PROVISIONING or JITP: it is ${quote(type)}`);
}

export function checkTemplateBody(templateBody: string, type: ProvisioningTemplate["type"]): void {
	if (type === "JITP") checkJitpTemplate(templateBody);
	else parseTemplateBody(templateBody);
}

/** AWS takes the ARN of a Lambda function; here a URL may stand in its place, because there is no Lambda to call. */
export function checkHook(
	{ payloadVersion = "2020-04-01", targetArn }: HookInput,
	type: ProvisioningTemplate["type"],
): PreProvisioningHook {
	if (type === "JITP") throw invalidRequest("A JITP template has no preProvisioningHook");
	if (!/^[0-9-]{10,32}$/.test(payloadVersion)) {
		throw invalidRequest(
			`preProvisioningHook.payloadVersion must be 10 to 32 of 0-9 -: it is ${quote(payloadVersion)}`,
		);
	}
	checkLength("preProvisioningHook.targetArn", targetArn, 1, 2048);
	if (!isLambdaArn(targetArn) && !isHookUrl(targetArn)) {
		throw invalidRequest(
			`preProvisioningHook.targetArn must be the ARN of a Lambda function, or here an http, https or file URL: it is ${quote(targetArn)}`,
		);
	}
	return Object.freeze({ payloadVersion, targetArn });
}
