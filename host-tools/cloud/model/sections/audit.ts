import { auditChecks } from "../audit-checks.js";
import { anyIot, trust } from "../iam-policies.js";
import type { Resource } from "../resource.js";
import { arnOf, text } from "../value.js";

/** Device Defender looks at the account every Monday; `topic` is told what it found. */
export function audit(prefix: string, topic: Resource | undefined): readonly Resource[] {
	const role: Resource = {
		id: "AuditRole",
		type: "AWS::IAM::Role",
		name: `${prefix}-audit`,
		properties: {
			AssumeRolePolicyDocument: trust("iot.amazonaws.com", anyIot),
			ManagedPolicyArns: [text`arn:${"partition"}:iam::aws:policy/service-role/AWSIoTDeviceDefenderAudit`],
		},
		purpose: "Lets Device Defender look at the account",
	};
	const notify: Resource | undefined = topic && notifier(prefix, "AuditNotificationRole", "audit-notifications", topic);
	const configuration: Resource = {
		id: "AuditConfiguration",
		type: "AWS::IoT::AccountAuditConfiguration",
		name: "audit configuration",
		properties: {
			AccountId: text`${"accountId"}`,
			RoleArn: arnOf(role),
			AuditCheckConfigurations: Object.fromEntries(Object.keys(auditChecks).map((check) => [check, { Enabled: true }])),
			...(topic &&
				notify && {
					AuditNotificationTargetConfigurations: {
						Sns: { Enabled: true, RoleArn: arnOf(notify), TargetArn: arnOf(topic) },
					},
				}),
		},
		purpose: "The checks that Device Defender makes",
	};
	const weekly: Resource = {
		id: "WeeklyAudit",
		type: "AWS::IoT::ScheduledAudit",
		name: `${prefix}-weekly`,
		properties: { Frequency: "WEEKLY", DayOfWeek: "MON", TargetCheckNames: Object.values(auditChecks).toSorted() },
		dependsOn: [configuration],
		purpose: "An audit every Monday",
	};
	return [role, ...(notify ? [notify] : []), configuration, weekly];
}

/** A role by which AWS IoT may publish to `topic`. */
export function notifier(prefix: string, id: string, name: string, topic: Resource): Resource {
	return {
		id,
		type: "AWS::IAM::Role",
		name: `${prefix}-${name}`,
		properties: {
			AssumeRolePolicyDocument: trust("iot.amazonaws.com", anyIot),
			Policies: [
				{
					PolicyName: "publish",
					PolicyDocument: {
						Version: "2012-10-17",
						Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: arnOf(topic) }],
					},
				},
			],
		},
		purpose: `Lets AWS IoT tell ${topic.name}`,
	};
}
