import { type ArnScope, arn } from "../../arn.js";
import type { PolicyDocument } from "../../policy/policy-document.js";

/** The name refusals give to the permission every provisioning claim has. */
export const claimPolicyName = "permission of a provisioning claim";

/**
 * What a claim may do: any client id, the topics that make certificates, and the one template it was made for. AWS has no
 * policy document for claims; this is the emulator's reading of what it grants (docs/aws-behaviour.md, "What a claim may do").
 */
export function claimPolicy(templateName: string, scope: ArnScope): PolicyDocument {
	const families = [
		"$aws/certificates/create/*",
		"$aws/certificates/create-from-csr/*",
		`$aws/provisioning-templates/${templateName}/provision/*`,
	];
	const allow = (actions: readonly string[], resources: readonly string[]) =>
		({ effect: "Allow", actions, resources, notResources: undefined, conditions: new Map() }) as const;
	return {
		hasVariables: false,
		statements: [
			allow(["iot:Connect"], [arn(scope, "client", "*")]),
			allow(
				["iot:Publish", "iot:Receive"],
				families.map((family) => arn(scope, "topic", family)),
			),
			allow(
				["iot:Subscribe"],
				families.map((family) => arn(scope, "topicfilter", family)),
			),
		],
	};
}
