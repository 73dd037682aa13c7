import { AwsError } from "../../../aws-error.js";
import type { RefusalJournal } from "../../../journal.js";
import type { Registry } from "../../registry.js";
import type { AuditedCas } from "../audit/audited-cas.js";
import type { ResourceIdentifier } from "../audit/audited-resource.js";
import type { MitigationAction } from "./mitigation-action.js";

export interface ActionParts {
	readonly registry: Registry;
	readonly cas: AuditedCas;
	readonly journal: RefusalJournal;
}

export interface ActionTarget {
	readonly resource: ResourceIdentifier;
	/** Known where a thing is the target itself, as Detect has it. */
	readonly thingName?: string;
	/** What is told of it, where the action tells somebody. */
	readonly about: string;
}

export interface ActionOutcome {
	readonly status: "COMPLETED" | "FAILED" | "SKIPPED";
	readonly errorCode?: string;
	readonly message?: string;
}

/** Allows nothing: NotResource leaves nothing over. AWS does not tell what its BLANK_POLICY says. */
const blankPolicy = JSON.stringify({
	Version: "2012-10-17",
	Statement: [{ Effect: "Allow", Action: "iot:Connect", NotResource: "*" }],
});

/** One action after the other; once one failed, the later ones are skipped. Does not throw: what is refused has failed. */
export function* performActions(
	parts: ActionParts,
	actions: readonly MitigationAction[],
	target: ActionTarget,
): Iterable<readonly [MitigationAction, ActionOutcome]> {
	let isFailed = false;
	for (const action of actions) {
		const outcome: ActionOutcome = isFailed
			? { status: "SKIPPED", message: "An action before it failed" }
			: performAction(parts, action, target);
		isFailed ||= outcome.status === "FAILED";
		yield [action, outcome];
	}
}

/** Does to the account's resources what the action says. */
function performAction(parts: ActionParts, action: MitigationAction, target: ActionTarget): ActionOutcome {
	try {
		return perform(parts, action, target);
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		return { status: "FAILED", errorCode: error.name.replace(/Exception$/, ""), message: error.message };
	}
}

function perform(parts: ActionParts, { actionParams }: MitigationAction, target: ActionTarget): ActionOutcome {
	const { registry, cas, journal } = parts;
	const { deviceCertificateId, caCertificateId, policyVersionIdentifier } = target.resource;
	if (actionParams.publishFindingToSnsParams !== undefined) {
		const { topicArn } = actionParams.publishFindingToSnsParams;
		const reason = `AWS would publish on ${topicArn} now: ${target.about}`;
		journal.add({ plane: "mitigation", code: "sns-notification", reason, target: topicArn });
		return { status: "COMPLETED" };
	}
	if (actionParams.enableIoTLoggingParams !== undefined) {
		const { roleArnForLogging: roleArn, logLevel: defaultLogLevel } = actionParams.enableIoTLoggingParams;
		registry.logging.setV2({ roleArn, defaultLogLevel, disableAllLogs: false });
		return { status: "COMPLETED" };
	}
	if (actionParams.addThingsToThingGroupParams !== undefined) {
		return addThings(registry, actionParams.addThingsToThingGroupParams.thingGroupNames, target);
	}
	if (actionParams.updateDeviceCertificateParams !== undefined && deviceCertificateId !== undefined) {
		registry.certificates.updateCertificate(deviceCertificateId, "INACTIVE");
		return { status: "COMPLETED" };
	}
	if (actionParams.updateCACertificateParams !== undefined && caCertificateId !== undefined) {
		cas.updateCaCertificate(caCertificateId, { newStatus: "INACTIVE" });
		return { status: "COMPLETED" };
	}
	const policyName = policyVersionIdentifier?.policyName;
	if (actionParams.replaceDefaultPolicyVersionParams !== undefined && policyName !== undefined) {
		registry.policies.createPolicyVersion(policyName, blankPolicy, true);
		return { status: "COMPLETED" };
	}
	return { status: "SKIPPED", message: "The finding names nothing that the action could change" };
}

function addThings({ certificates, things, thingGroups }: Registry, groups: readonly string[], target: ActionTarget) {
	const { deviceCertificateId } = target.resource;
	const certificate = deviceCertificateId === undefined ? undefined : certificates.findCertificate(deviceCertificateId);
	const attached = certificate === undefined ? [] : things.listPrincipalThings(certificate.certificateArn);
	const names = target.thingName === undefined ? attached : [target.thingName];
	if (names.length === 0) {
		return { status: "SKIPPED", message: "The certificate is attached to no thing" } as const;
	}
	for (const group of groups) for (const name of names) thingGroups.addThingToThingGroup(group, name);
	return { status: "COMPLETED" } as const;
}
