import type { Project } from "../../project/project.js";
import type { Resource, Value } from "../resource.js";
import { arnOf } from "../value.js";
import { notifier } from "./audit.js";
import type { Foundation } from "./foundation.js";

/** What one device does while all is well: readings at its interval, one connection. Closed to new customers since 31 August 2026. */
export function detect(
	project: Project,
	prefix: string,
	base: Foundation,
	topic: Resource | undefined,
): readonly Resource[] {
	const { intervalSeconds } = project;
	// One half more than a device sends: a queue that is sent after an outage comes on top.
	const messages = Math.ceil((300 / intervalSeconds) * 1.5);
	const counted = (Name: string, Metric: string, Count: number, DurationSeconds: number): Value => ({
		Name,
		Metric,
		Criteria: { ComparisonOperator: "less-than-equals", Value: { Count: String(Count) }, DurationSeconds },
	});
	const role = topic && notifier(prefix, "DetectNotificationRole", "detect-notifications", topic);
	const profile: Resource = {
		id: "DeviceProfile",
		type: "AWS::IoT::SecurityProfile",
		name: `${prefix}-device`,
		properties: {
			SecurityProfileDescription: "What a device does while all is well",
			Behaviors: [
				counted("messages-sent", "aws:num-messages-sent", Math.max(messages, 5), 300),
				counted("authorization-failures", "aws:num-authorization-failures", 1, 300),
				counted("connection-attempts", "aws:num-connection-attempts", 6, 600),
				counted("disconnects", "aws:num-disconnects", 5, 600),
				{
					Name: "message-size",
					Metric: "aws:message-byte-size",
					Criteria: { ComparisonOperator: "less-than-equals", Value: { Count: "1024" } },
				},
			],
			TargetArns: [arnOf(base.fleet)],
			...(topic && role && { AlertTargets: { SNS: { AlertTargetArn: arnOf(topic), RoleArn: arnOf(role) } } }),
		},
		dependsOn: [base.fleet],
		purpose: "What a device does while all is well; anything else is a violation",
	};
	return [...(role ? [role] : []), profile];
}
