import type { Project } from "../../project/project.js";
import { trust } from "../iam-policies.js";
import { lambda } from "../lambda.js";
import type { Resource } from "../resource.js";
import { allow, policyDocument } from "../statement.js";
import { arnOf, text } from "../value.js";

/** Every Monday a look at all certificates: which end soon, and what is to be rotated; `topic` is told where there are any. */
export function expiry(
	{ expiryDays, logDays }: Project,
	prefix: string,
	topic: Resource | undefined,
): readonly Resource[] {
	const monitor = lambda({
		id: "ExpiryMonitor",
		name: `${prefix}-expiry`,
		source: "expiry-monitor",
		prefix,
		logDays,
		invokedBy: "scheduler.amazonaws.com",
		purpose: "Tells which certificates end soon",
		timeoutSeconds: 300,
		environment: { EXPIRY_DAYS: String(expiryDays), ...(topic && { TOPIC_NAME: topic.name }) },
		rights: [
			allow(["iot:ListCertificates", "iot:DescribeCertificate", "iot:ListPrincipalThingsV2"], "*"),
			...(topic ? [allow("sns:Publish", arnOf(topic))] : []),
		],
		...(topic && { dependsOn: [topic] }),
	});
	const role: Resource = {
		id: "ExpiryScheduleRole",
		type: "AWS::IAM::Role",
		name: `${prefix}-expiry-schedule`,
		properties: {
			AssumeRolePolicyDocument: trust(
				"scheduler.amazonaws.com",
				text`arn:${"partition"}:scheduler:${"region"}:${"accountId"}:schedule-group/default`,
			),
			Policies: [
				{
					PolicyName: "invoke",
					PolicyDocument: policyDocument(allow("lambda:InvokeFunction", arnOf(monitor.function))),
				},
			],
		},
		purpose: "Lets the schedule call the function",
	};
	const weekly: Resource = {
		id: "ExpirySchedule",
		type: "AWS::Scheduler::Schedule",
		name: `${prefix}-expiry`,
		properties: {
			Description: "Every Monday",
			ScheduleExpression: "cron(0 6 ? * MON *)",
			FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 60 },
			State: "ENABLED",
			Target: { Arn: arnOf(monitor.function), RoleArn: arnOf(role) },
		},
		dependsOn: [monitor.permission],
		purpose: "Looks at all certificates every Monday",
	};
	return [...monitor.resources.filter((resource) => resource !== topic), role, weekly];
}
