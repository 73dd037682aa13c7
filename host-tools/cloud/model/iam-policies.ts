import { iotArn } from "./iot-arn.js";
import type { Resource } from "./resource.js";
import { Text, type Value } from "./resource.js";
import { allow, policyDocument, type Statement } from "./statement.js";
import { arnOf } from "./value.js";

/**
 * For a role that `service` takes on for resources of this account only: nobody else's can make it do so. Without `source` for a function's own
 * role, which only who may pass it can give to one.
 */
export function trust(service: string, source?: Text): Value {
	const statement: Statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
	if (source === undefined) return policyDocument(statement);
	const Condition = {
		StringEquals: { "aws:SourceAccount": new Text([{ pseudo: "accountId" }]) },
		ArnLike: { "aws:SourceArn": source },
	};
	return policyDocument({ ...statement, Condition });
}

/** Anything of AWS IoT in this account. */
export const anyIot = iotArn("*");

/** For whoever provisions boards. */
export function installerPolicy(template: Resource, prefix: string): Value {
	return policyDocument(
		allow(["iot:CreateProvisioningClaim", "iot:DescribeProvisioningTemplate"], arnOf(template)),
		allow(["iot:DescribeThing", "iot:ListThingPrincipals"], iotArn(`thing/${prefix}-*`)),
		allow(["iot:DescribeCertificate", "iot:ListAttachedPolicies"], iotArn("cert/*")),
		allow("iot:DescribeEndpoint", "*"),
	);
}

/** For whoever runs `thingsmith watch`, which makes a certificate and a policy for itself and removes both. */
export function watcherIamPolicy(): Value {
	return policyDocument(
		allow(["iot:CreateKeysAndCertificate", "iot:DescribeEndpoint"], "*"),
		allow(["iot:CreatePolicy", "iot:DeletePolicy"], iotArn("policy/thingsmith-watch-*")),
		allow(["iot:AttachPolicy", "iot:DetachPolicy", "iot:UpdateCertificate", "iot:DeleteCertificate"], iotArn("cert/*")),
		allow("iot:DescribeThing", iotArn("thing/*")),
	);
}

/** For whoever looks after the fleet: rotation by job, quarantine, audits. */
export function carePolicy(quarantine: Resource, prefix: string): Value {
	return policyDocument(
		allow(["iot:Describe*", "iot:Get*", "iot:List*", "iot:SearchIndex", "iot:StartOnDemandAuditTask"], "*"),
		allow(
			["iot:AddThingToThingGroup", "iot:RemoveThingFromThingGroup"],
			[arnOf(quarantine), iotArn(`thing/${prefix}-*`)],
		),
		allow(
			["iot:CreateJob", "iot:CancelJob", "iot:CancelJobExecution"],
			[iotArn("job/*"), iotArn(`thing/${prefix}-*`), iotArn(`thinggroup/${prefix}-*`)],
		),
		allow(["iot:UpdateCertificate", "iot:DeleteCertificate", "iot:DetachPolicy"], iotArn("cert/*")),
		allow(["iot:DetachThingPrincipal", "iot:DeleteThing"], [iotArn(`thing/${prefix}-*`), iotArn("cert/*")]),
	);
}
