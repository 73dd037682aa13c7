import { invalidRequest } from "../../../aws-error.js";
import type { Members } from "../../../http/members.js";

/** API model: ResourceType. */
export type ResourceType =
	| "DEVICE_CERTIFICATE"
	| "CA_CERTIFICATE"
	| "IOT_POLICY"
	| "COGNITO_IDENTITY_POOL"
	| "CLIENT_ID"
	| "ACCOUNT_SETTINGS"
	| "ROLE_ALIAS"
	| "IAM_ROLE"
	| "ISSUER_CERTIFICATE";

/** Which resource: one of the members, as a rule. */
export interface ResourceIdentifier {
	readonly deviceCertificateId?: string;
	readonly deviceCertificateArn?: string;
	readonly caCertificateId?: string;
	readonly cognitoIdentityPoolId?: string;
	readonly clientId?: string;
	readonly policyVersionIdentifier?: { readonly policyName?: string; readonly policyVersionId?: string };
	/** Twelve digits. */
	readonly account?: string;
	readonly iamRoleArn?: string;
	readonly roleAliasArn?: string;
}

export interface AuditedResource {
	readonly resourceType: ResourceType;
	readonly resourceIdentifier: ResourceIdentifier;
	readonly additionalInfo?: Readonly<Record<string, string>>;
}

const plainMembers = [
	"deviceCertificateId",
	"deviceCertificateArn",
	"caCertificateId",
	"cognitoIdentityPoolId",
	"clientId",
	"account",
	"iamRoleArn",
	"roleAliasArn",
] as const;

/** Reads `resourceIdentifier`; undefined when it is missing. Throws InvalidRequestException, also when it names nothing. */
export function readResourceIdentifier(members: Members): ResourceIdentifier | undefined {
	const given = members.object("resourceIdentifier");
	if (given === undefined) return undefined;
	const identifier: Record<string, unknown> = {};
	for (const name of plainMembers) {
		const value = given.string(name);
		if (value !== undefined) identifier[name] = value;
	}
	const policy = given.object("policyVersionIdentifier");
	if (policy !== undefined) {
		const policyName = policy.string("policyName");
		const policyVersionId = policy.string("policyVersionId");
		identifier.policyVersionIdentifier = {
			...(policyName !== undefined && { policyName }),
			...(policyVersionId !== undefined && { policyVersionId }),
		};
	}
	if (Object.keys(identifier).length === 0) throw invalidRequest("resourceIdentifier names no resource");
	return identifier;
}

/** The same text for the same resource. */
export function identifierKey(identifier: ResourceIdentifier): string {
	return [...flat(identifier)]
		.map(([name, value]) => `${name}=${value}`)
		.sort()
		.join(" ");
}

/** Whether `identifier` has everything that `wanted` names. */
export function isIdentifiedBy(identifier: ResourceIdentifier, wanted: ResourceIdentifier): boolean {
	const has = new Map(flat(identifier));
	return [...flat(wanted)].every(([name, value]) => has.get(name) === value);
}

function* flat({ policyVersionIdentifier = {}, ...plain }: ResourceIdentifier): Iterable<readonly [string, string]> {
	yield* Object.entries(plain);
	yield* Object.entries(policyVersionIdentifier);
}
