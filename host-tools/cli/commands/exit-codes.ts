import { memberOf } from "../../base/member-of.js";
import type { ToolErrorCode } from "../../base/tool-error.js";

/** The one table of exit codes. */
export const exitCodes = Object.freeze({
	done: 0,
	failed: 1,
	usage: 2,
	/** `cloud plan --detailed-exitcode`, as Terraform has it: there is something to do. */
	changes: 2,
	/** Something outside the command is missing or taken: credentials, region, endpoint, port. */
	environment: 3,
	/** A deadline passed or a claim expired: a new try, or a new claim, mends it. */
	expired: 4,
	/** Told to stop before its own end. */
	interrupted: 130,
});

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byErrorCode: Partial<Record<ToolErrorCode, ExitCode>> = Object.freeze({
	usage: exitCodes.usage,
	"parameter-missing": exitCodes.usage,
	"parameter-unknown": exitCodes.usage,
	"parameter-invalid": exitCodes.usage,
	"installation-incomplete": exitCodes.environment,
	"region-missing": exitCodes.environment,
	"credentials-missing": exitCodes.environment,
	"credentials-refused": exitCodes.environment,
	"endpoint-unreachable": exitCodes.environment,
	"in-use": exitCodes.environment,
	"endpoint-invalid": exitCodes.environment,
	"region-invalid": exitCodes.environment,
	"profile-missing": exitCodes.environment,
	"config-invalid": exitCodes.environment,
	"clock-skewed": exitCodes.environment,
	"sdk-missing": exitCodes.environment,
	"idf-missing": exitCodes.environment,
	"toolchain-missing": exitCodes.environment,
	"port-busy": exitCodes.environment,
	"port-forbidden": exitCodes.environment,
	"port-missing": exitCodes.environment,
	"port-ambiguous": exitCodes.environment,
	"port-lost": exitCodes.environment,
	"firmware-missing": exitCodes.environment,
	"chip-silent": exitCodes.expired,
	"board-silent": exitCodes.expired,
	"credential-expired": exitCodes.expired,
	"claim-expired": exitCodes.expired,
	timeout: exitCodes.expired,
	interrupted: exitCodes.interrupted,
});

export function exitCodeFor(code: ToolErrorCode): ExitCode {
	return memberOf<ExitCode | undefined>(byErrorCode, code) ?? exitCodes.failed;
}
