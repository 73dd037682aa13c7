import { nameOfArn } from "../arn.js";
import { AwsError, invalidRequest, quote } from "../aws-error.js";

/**
 * Name and size constraints of the API model (docs/aws-behaviour.md, "Names and sizes"). Each check throws
 * InvalidRequestException and returns its argument.
 */
function pattern(what: string, expression: RegExp, form: string): (text: string) => string {
	return (text) => {
		if (typeof text === "string" && expression.test(text)) return text;
		throw invalidRequest(`${what} must be ${form}: it is ${quote(text)}`);
	};
}

export const checkThingName = pattern("thingName", /^[a-zA-Z0-9:_-]{1,128}$/, "1 to 128 of a-z A-Z 0-9 : _ -");
export const checkThingTypeName = pattern("thingTypeName", /^[a-zA-Z0-9:_-]{1,128}$/, "1 to 128 of a-z A-Z 0-9 : _ -");
export const checkThingGroupName = pattern(
	"thingGroupName",
	/^[a-zA-Z0-9:_-]{1,128}$/,
	"1 to 128 of a-z A-Z 0-9 : _ -",
);
export const checkBillingGroupName = pattern(
	"billingGroupName",
	/^[a-zA-Z0-9:_-]{1,128}$/,
	"1 to 128 of a-z A-Z 0-9 : _ -",
);
export const checkRoleAlias = pattern("roleAlias", /^[\w=,@-]{1,128}$/, "1 to 128 of a-z A-Z 0-9 _ = , @ -");
export const checkCertificateProviderName = pattern(
	"certificateProviderName",
	/^[\w=,@-]{1,128}$/,
	"1 to 128 of a-z A-Z 0-9 _ = , @ -",
);
export const checkPolicyName = pattern("policyName", /^[\w+=,.@-]{1,128}$/, "1 to 128 of a-z A-Z 0-9 _ + = , . @ -");
export const checkStreamId = pattern("streamId", /^[a-zA-Z0-9_-]{1,128}$/, "1 to 128 of a-z A-Z 0-9 _ -");
export const checkOtaUpdateId = pattern("otaUpdateId", /^[a-zA-Z0-9_-]{1,128}$/, "1 to 128 of a-z A-Z 0-9 _ -");
export const checkTemplateName = pattern("templateName", /^[0-9A-Za-z_-]{1,36}$/, "1 to 36 of a-z A-Z 0-9 _ -");
const checkHex = pattern("certificateId", /^(0x)?[a-fA-F0-9]{64}$/, "64 hexadecimal digits");

/** The certificate id as the registry has it: lower case, without the 0x that AWS tolerates. */
export function checkCertificateId(text: string): string {
	return checkHex(text).toLowerCase().replace(/^0x/, "");
}

/** The id in a certificate ARN of this account. Throws InvalidRequestException for anything else: Cognito identities and thing groups are not there. */
export function certificateIdOfPrincipal(member: "principal" | "target", principal: string, accountId: string): string {
	const id = nameOfArn("cert", principal, accountId);
	if (id !== undefined && /^[a-f0-9]{64}$/.test(id)) return id;
	throw invalidRequest(
		`${member} must be the ARN of a certificate of this account (${accountId}): it is ${quote(principal)}`,
	);
}

export function checkLength(what: string, text: string, least: number, most: number): string {
	if (text.length >= least && text.length <= most) return text;
	throw invalidRequest(`${what} must have ${least} to ${most} characters: it has ${text.length}`);
}

/** Of thing types and groups: at most 2,028 characters, no control characters. */
export function checkDescription(what: string, description: string): string {
	checkLength(what, description, 0, 2028);
	if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(description)) return description;
	throw invalidRequest(`${what} must be printable characters and spaces: it is ${quote(description)}`);
}

export function isRoleArn(text: string): boolean {
	return text.length <= 2048 && /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(text);
}

export function checkRoleArn(what: string, roleArn: string): string {
	checkLength(what, roleArn, 20, 2048);
	if (isRoleArn(roleArn)) return roleArn;
	throw invalidRequest(`${what} must be the ARN of an IAM role: it is ${quote(roleArn)}`);
}

/** Throws VersionConflictException unless `what`, as it is called at the beginning of a sentence, is at the version that is expected. */
export function checkVersion(what: string, version: number, expectedVersion: number | undefined): void {
	if (expectedVersion === undefined || expectedVersion === version) return;
	throw new AwsError(
		"VersionConflictException",
		`${what} is at version ${version}, not at the expected ${expectedVersion}`,
	);
}

/** Throws LimitExceededException when one more would be more than `limit`. */
export function checkRoom(what: string, present: number, limit: number): void {
	if (present < limit) return;
	throw new AwsError(
		"LimitExceededException",
		`There are ${present} ${what} already, the limit is ${limit}: delete some`,
	);
}
