import type { Project } from "../../project/project.js";
import type { Resource } from "../resource.js";
import { JsonText, type Value } from "../resource.js";
import { arnOf, text } from "../value.js";

/** Where alarms and findings are told; undefined where nobody is to be told. */
export function alarmTopic({ alarmEmail }: Project, prefix: string): readonly Resource[] {
	if (alarmEmail === undefined) return [];
	const topic: Resource = {
		id: "AlarmTopic",
		type: "AWS::SNS::Topic",
		name: `${prefix}-alarms`,
		properties: { DisplayName: `${prefix} alarms` },
		purpose: "Where alarms and findings are told",
	};
	const subscription: Resource = {
		id: "AlarmSubscription",
		type: "AWS::SNS::Subscription",
		name: alarmEmail,
		properties: { Protocol: "email", Endpoint: alarmEmail, TopicArn: arnOf(topic) },
		purpose: "Tells you by e-mail, once you have consented to AWS's first one",
	};
	return [topic, subscription];
}

interface Watched {
	readonly id: string;
	readonly name: string;
	readonly metric: string;
	readonly purpose: string;
	readonly threshold: number;
	readonly operator: "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
	readonly missing: "notBreaching" | "breaching";
}

/** AWS IoT counts these by protocol (CloudWatch namespace AWS/IoT). */
const watched: readonly Watched[] = Object.freeze([
	{
		id: "ConnectFailures",
		name: "connect-failures",
		metric: "Connect.ClientError",
		purpose: "Connections that AWS IoT refused",
		threshold: 10,
		operator: "GreaterThanOrEqualToThreshold",
		missing: "notBreaching",
	},
	{
		id: "AuthorizationFailures",
		name: "authorization-failures",
		metric: "Connect.AuthError",
		purpose: "Connections that a policy forbids",
		threshold: 1,
		operator: "GreaterThanOrEqualToThreshold",
		missing: "notBreaching",
	},
	{
		id: "PublishFailures",
		name: "publish-failures",
		metric: "PublishIn.AuthError",
		purpose: "Messages that a policy forbids",
		threshold: 1,
		operator: "GreaterThanOrEqualToThreshold",
		missing: "notBreaching",
	},
	{
		id: "Silence",
		name: "silence",
		metric: "PublishIn.Success",
		purpose: "No device has published anything",
		threshold: 1,
		operator: "LessThanThreshold",
		missing: "breaching",
	},
]);

const period = 900;

export function alarms(prefix: string, topic: Resource | undefined): readonly Resource[] {
	return watched.map(({ id, name, metric, purpose, threshold, operator, missing }) => ({
		id: `${id}Alarm`,
		type: "AWS::CloudWatch::Alarm",
		name: `${prefix}-${name}`,
		properties: {
			AlarmDescription: purpose,
			Namespace: "AWS/IoT",
			MetricName: metric,
			Dimensions: [{ Name: "Protocol", Value: "MQTT" }],
			Statistic: "Sum",
			Period: period,
			EvaluationPeriods: 1,
			Threshold: threshold,
			ComparisonOperator: operator,
			TreatMissingData: missing,
			...(topic && { AlarmActions: [arnOf(topic)], OKActions: [arnOf(topic)] }),
		},
		purpose,
	}));
}

export function dashboard(prefix: string): Resource {
	const widget = (title: string, metrics: readonly string[], x: number, y: number): Value => ({
		type: "metric",
		x,
		y,
		width: 12,
		height: 6,
		properties: {
			title,
			region: text`${"region"}`,
			stat: "Sum",
			period: 300,
			view: "timeSeries",
			metrics: metrics.map((metric) => ["AWS/IoT", metric, "Protocol", "MQTT"]),
		},
	});
	return {
		id: "Dashboard",
		type: "AWS::CloudWatch::Dashboard",
		name: prefix,
		properties: {
			DashboardBody: new JsonText({
				widgets: [
					widget("Connections", ["Connect.Success", "Connect.ClientError", "Connect.AuthError"], 0, 0),
					widget("Messages", ["PublishIn.Success", "PublishIn.AuthError", "PublishIn.Throttle"], 12, 0),
					widget("Rules", ["RuleMessageThrottled", "TopicMatch"], 0, 6),
				],
			}),
		},
		purpose: "What devices do, in CloudWatch",
	};
}
