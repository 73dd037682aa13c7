import { invalidRequest, quote } from "../../../../aws-error.js";
import type { AuditCheck } from "../audit-check.js";
import { cognitoChecks, loggingCheck, roleAliasChecks } from "./account-settings.js";
import { caExpiringCheck, caKeyQualityCheck, caRevokedCheck } from "./ca-certificates.js";
import { ageCheck, expiringCheck, intermediateCheck, keyQualityCheck, revokedCheck } from "./device-certificates.js";
import { misconfiguredCheck } from "./misconfigured-policies.js";
import { permissiveCheck } from "./permissive-policies.js";
import { conflictingCheck, sharedCheck } from "./shared-certificates.js";

/** All that AWS has, by name. */
export const auditChecks: ReadonlyMap<string, AuditCheck> = new Map(
	[
		...cognitoChecks,
		caExpiringCheck,
		caKeyQualityCheck,
		conflictingCheck,
		ageCheck,
		expiringCheck,
		keyQualityCheck,
		sharedCheck,
		intermediateCheck,
		permissiveCheck,
		misconfiguredCheck,
		...roleAliasChecks,
		loggingCheck,
		caRevokedCheck,
		revokedCheck,
	]
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map((check) => [check.name, check]),
);

/** Throws InvalidRequestException. */
export function checkNamed(name: string): AuditCheck {
	const check = auditChecks.get(name);
	if (check !== undefined) return check;
	throw invalidRequest(`There is no audit check ${quote(name)}: there are ${[...auditChecks.keys()].join(", ")}`);
}
