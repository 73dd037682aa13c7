import { type ArnKind, nameOfArn } from "../arn.js";
import { invalidRequest, quote } from "../aws-error.js";
import type { Members } from "../http/members.js";
import type { ApiCall } from "../http/operation.js";

/** A name that is given as such, by ARN, or both ways alike: members `<member>Name` and `<member>Arn`. Throws InvalidRequestException. */
export function nameOrArn({ scope }: ApiCall, members: Members, kind: ArnKind, member: string): string {
	const nameMember = `${member}Name`;
	const arnMember = `${member}Arn`;
	const name = members.string(nameMember);
	const arn = members.string(arnMember);
	if (arn === undefined) return members.requiredString(nameMember);
	const named = nameOfArn(kind, arn, scope.accountId);
	if (named === undefined) {
		throw invalidRequest(`${arnMember} must be the ARN of a ${kind} of this account: it is ${quote(arn)}`);
	}
	if (name === undefined || name === named) return named;
	throw invalidRequest(`${nameMember} and ${arnMember} name different ones: give one of them`);
}
