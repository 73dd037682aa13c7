import type { AuditCheck, Problem } from "../audit-check.js";

export const loggingCheck: AuditCheck = {
	name: "LOGGING_DISABLED_CHECK",
	severity: "LOW",
	identifiedBy: "account",
	*examine({ registry: { logging, home } }): Iterable<readonly Problem[]> {
		const resource = { resourceType: "ACCOUNT_SETTINGS", resourceIdentifier: { account: home.accountId } } as const;
		const reason = "Logging is disabled for this account.";
		yield logging.defaultLevel === "DISABLED" ? [{ resource, reason, reasonCode: "LOGGING_DISABLED" }] : [];
	},
};

/** There are no Cognito identity pools here, so that none of them is wrong. */
export const cognitoChecks: readonly AuditCheck[] = ["UNAUTHENTICATED", "AUTHENTICATED"].map((kind) => ({
	name: `${kind}_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK`,
	severity: "CRITICAL",
	identifiedBy: "cognitoIdentityPoolId",
	examine: () => [],
}));

/** What a role allows, and which services it used, is IAM's to say: these end as if the audit's role could not ask it. */
export const roleAliasChecks: readonly AuditCheck[] = [
	{ name: "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK", severity: "CRITICAL" } as const,
	{ name: "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK", severity: "MEDIUM" } as const,
].map((check) => ({
	...check,
	identifiedBy: "roleAliasArn",
	examine: () => [],
	unable: ({ registry }) => {
		if (registry.roleAliases.list()[Symbol.iterator]().next().done) return undefined;
		const message = "The emulator has no IAM: what the roles behind role aliases allow is not known";
		return { errorCode: "INSUFFICIENT_PERMISSIONS", message };
	},
}));
