import { AwsError } from "../../../aws-error.js";
import type { Behaviour } from "../../../behaviour.js";
import type { Operation } from "../../../http/operation.js";

/** What an account would need Detect for. AWS's words and error are not known (docs/aws-behaviour.md, "Detect"). */
const needed: ReadonlySet<string> = new Set([
	"CreateSecurityProfile",
	"UpdateSecurityProfile",
	"AttachSecurityProfile",
	"ValidateSecurityProfileBehaviors",
	"CreateCustomMetric",
	"UpdateCustomMetric",
	"CreateDimension",
	"UpdateDimension",
	"StartDetectMitigationActionsTask",
]);

/** The operations as an account has them that did, or did not, use Detect before it was closed to new customers. */
export function refusedToNewAccounts(
	behaviour: Pick<Required<Behaviour>, "detect">,
	operations: readonly Operation[],
): readonly Operation[] {
	return operations.map((operation) => {
		if (!needed.has(operation.name)) return operation;
		// Asked each time: a behaviour may change while the emulator runs.
		const handle: Operation["handle"] = (call) =>
			behaviour.detect === "new-account" ? refuse() : operation.handle(call);
		return { ...operation, handle };
	});
}

function refuse(): never {
	throw new AwsError(
		"AccessDeniedException",
		"AWS IoT Device Defender Detect is not available to new customers since 31 August 2026",
	);
}
