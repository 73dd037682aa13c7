import type { MitigationActionType } from "./mitigation-action.js";

const sns: readonly MitigationActionType[] = ["PUBLISH_FINDING_TO_SNS"];
const device: readonly MitigationActionType[] = [...sns, "UPDATE_DEVICE_CERTIFICATE", "ADD_THINGS_TO_THING_GROUP"];
const ca: readonly MitigationActionType[] = [...sns, "UPDATE_CA_CERTIFICATE"];
const policy: readonly MitigationActionType[] = [...sns, "REPLACE_DEFAULT_POLICY_VERSION"];

/** Which actions AWS takes for which check (docs/aws-behaviour.md, "Mitigation"); for any other check the notification only. */
const byCheck: Readonly<Record<string, readonly MitigationActionType[]>> = {
	DEVICE_CERTIFICATE_SHARED_CHECK: device,
	DEVICE_CERTIFICATE_EXPIRING_CHECK: device,
	DEVICE_CERTIFICATE_AGE_CHECK: device,
	DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: device,
	REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: device,
	INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK: device,
	CA_CERTIFICATE_EXPIRING_CHECK: ca,
	CA_CERTIFICATE_KEY_QUALITY_CHECK: ca,
	REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK: ca,
	IOT_POLICY_OVERLY_PERMISSIVE_CHECK: policy,
	IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK: policy,
	LOGGING_DISABLED_CHECK: [...sns, "ENABLE_IOT_LOGGING"],
};

export function allowedActions(checkName: string): readonly MitigationActionType[] {
	return byCheck[checkName] ?? sns;
}
