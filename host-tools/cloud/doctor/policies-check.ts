import { GetPolicyCommand, type IoTClient, ListPoliciesCommand } from "@aws-sdk/client-iot";
import { type Check, type Finding, ok, warn } from "../../base/doctor/check.js";
import { toToolError } from "../account/to-tool-error.js";
import { withCredentials } from "./account-checks.js";
import type { AskedAccount, CloudFound } from "./cloud-found.js";

/** Policies that are looked at: those of an account that a person looks after. */
const mostPolicies = 50;
/** Each is a call, in ms. */
const policiesMs = 60_000;

/** Whether `cloud lint` finds something in the account's policies of AWS IoT. */
export function policiesCheck(found: CloudFound): Check {
	return {
		check: "policies",
		area: "account",
		deadlineMs: policiesMs,
		needs: [found.account, found.credentials],
		run: () => withCredentials(found, policiesFinding),
	};
}

async function policiesFinding({ client, settings }: AskedAccount): Promise<Finding> {
	try {
		return await lintPolicies(client);
	} catch (thrown) {
		const error = toToolError(thrown, "iot:ListPolicies", settings);
		// What is wrong with the account has a line of its own.
		return warn(error.code, error.message, error.next ?? "ask somebody who may read policies");
	}
}

async function lintPolicies(client: IoTClient): Promise<Finding> {
	const { lintText } = await import("../lint/lint-text.js");
	const { policies = [] } = await client.send(new ListPoliciesCommand({ pageSize: mostPolicies }));
	const wrong: string[] = [];
	for (const { policyName } of policies) {
		const { policyDocument = "" } = await client.send(new GetPolicyCommand({ policyName }));
		const [first] = lintText(policyDocument)?.findings ?? [];
		if (first !== undefined) wrong.push(`${policyName}: ${first.message} (${first.rule})`);
	}
	const facts = { policies: policies.length, wrong: wrong.length };
	if (wrong.length === 0) return ok(`nothing is wrong in ${policies.length} policies`, facts);
	const message = wrong.length === 1 ? `${wrong[0]}` : `${wrong[0]}; and ${wrong.length - 1} more`;
	return warn(
		"policy-findings",
		message,
		"save it (aws iot get-policy) and see all of it: thingsmith cloud lint FILE",
		facts,
	);
}
