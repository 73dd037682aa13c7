import { checkLength, invalid, quote } from "../checks.js";
import type { PreProvisioningHook, ProvisioningTemplate } from "../registry.js";

/** Checks of what a provisioning template is made of (aws-iot.md B.6, B.7, E.4). All throw InvalidRequestException. */

export function checkRoleArn(provisioningRoleArn: string): string {
	checkLength("provisioningRoleArn", provisioningRoleArn, 20, 2048);
	if (/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(provisioningRoleArn)) return provisioningRoleArn;
	throw invalid(`provisioningRoleArn must be the ARN of an IAM role: it is ${quote(provisioningRoleArn)}`);
}

export function checkDescription(description: string): string {
	checkLength("description", description, 0, 500);
	if (/\p{C}/u.test(description)) throw invalid("description must have no control characters");
	return description;
}

export function checkType(type: string): ProvisioningTemplate["type"] {
	if (type === "FLEET_PROVISIONING" || type === "JITP") return type;
	throw invalid(`type must be FLEET_PROVISIONING or JITP: it is ${quote(type)}`);
}

/** AWS takes the ARN of a Lambda function; here it is a URL, because there is no Lambda to call. */
export function checkHook(
	{ payloadVersion = "2020-04-01", targetArn }: { payloadVersion?: string; targetArn: string },
	type: ProvisioningTemplate["type"],
): PreProvisioningHook {
	if (type === "JITP") throw invalid("A JITP template has no preProvisioningHook");
	if (!/^[0-9-]{10,32}$/.test(payloadVersion)) {
		throw invalid(`preProvisioningHook.payloadVersion must be 10 to 32 of 0-9 -: it is ${quote(payloadVersion)}`);
	}
	checkLength("preProvisioningHook.targetArn", targetArn, 1, 2048);
	if (!["http:", "https:", "file:"].includes(protocolOf(targetArn))) {
		throw invalid(
			`preProvisioningHook.targetArn must be an http, https or file URL, as the emulator calls no Lambda: it is ${quote(targetArn)}`,
		);
	}
	return Object.freeze({ payloadVersion, targetArn });
}

function protocolOf(url: string): string {
	return URL.canParse(url) ? new URL(url).protocol : "";
}
