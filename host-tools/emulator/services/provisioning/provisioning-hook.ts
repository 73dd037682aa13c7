import type { HookSettings } from "../../behaviour.js";
import { callFunction } from "../../functions/call-function.js";
import { FunctionProblem } from "../../functions/function-target.js";
import { isJsonObject } from "../../json-value.js";
import { ProvisioningRejection } from "./rejection.js";
import type { PreProvisioningHook } from "./templates.js";

/** What a hook is told. */
export interface HookEvent {
	/** Undefined when the connection signed with SigV4. */
	readonly claimCertificateId: string | undefined;
	/** The new certificate. */
	readonly certificateId: string;
	readonly certificatePem: string;
	readonly templateArn: string;
	readonly clientId: string;
	readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Asks the hook; returns its parameterOverrides. Throws ProvisioningRejection AccessDenied (403) for whatever is not
 * `allowProvisioning: true`: a hook that fails, is late, or answers something else denies.
 */
export async function askHook(
	hook: PreProvisioningHook,
	event: HookEvent,
	settings: HookSettings = {},
): Promise<Readonly<Record<string, string>>> {
	let answer: unknown;
	try {
		answer = await callFunction(hook.targetArn, event, settings);
	} catch (error) {
		if (error instanceof FunctionProblem)
			throw denied(`The pre-provisioning hook cannot be called: ${error.message}`, error.code);
		throw denied(`The pre-provisioning hook failed: ${words(error)}`, "hook-failed");
	}
	if (!isJsonObject(answer) || answer.allowProvisioning !== true) {
		throw denied("The pre-provisioning hook did not answer allowProvisioning: true", "hook-denied");
	}
	const { parameterOverrides: overrides = {} } = answer;
	if (!isStringMap(overrides)) {
		throw denied("The pre-provisioning hook's parameterOverrides is not a map of strings", "hook-failed");
	}
	return overrides;
}

export function isStringMap(value: unknown): value is Readonly<Record<string, string>> {
	return isJsonObject(value) && Object.values(value).every((entry) => typeof entry === "string");
}

function denied(message: string, journalCode: string): ProvisioningRejection {
	return new ProvisioningRejection(403, "AccessDenied", message, journalCode);
}

function words(error: unknown): string {
	if (!(error instanceof Error)) return "it threw something that is no Error";
	return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
