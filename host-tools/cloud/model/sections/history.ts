import type { Project } from "../../project/project.js";
import { anyIot, trust } from "../iam-policies.js";
import type { Resource, Value } from "../resource.js";
import { allow, policyDocument } from "../statement.js";
import { arnOf } from "../value.js";

const secondsOfDay = 86_400;

/** What happened to devices and jobs: in a table whose items end, and in a log group. */
export function history({ eventDays, logDays }: Project, prefix: string): readonly Resource[] {
	const table: Resource = {
		id: "EventTable",
		type: "AWS::DynamoDB::Table",
		name: `${prefix}-events`,
		properties: {
			BillingMode: "PAY_PER_REQUEST",
			AttributeDefinitions: [
				{ AttributeName: "subject", AttributeType: "S" },
				{ AttributeName: "at", AttributeType: "N" },
			],
			KeySchema: [
				{ AttributeName: "subject", KeyType: "HASH" },
				{ AttributeName: "at", KeyType: "RANGE" },
			],
			TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
		},
		purpose: `What happened to each device and job in the last ${eventDays} days`,
	};
	const log: Resource = {
		id: "EventLog",
		type: "AWS::Logs::LogGroup",
		name: `/${prefix}/events`,
		properties: { RetentionInDays: logDays },
		purpose: "The same as a log",
	};
	const role: Resource = {
		id: "HistoryRole",
		type: "AWS::IAM::Role",
		name: `${prefix}-history`,
		properties: {
			AssumeRolePolicyDocument: trust("iot.amazonaws.com", anyIot),
			Policies: [
				{
					PolicyName: "history",
					PolicyDocument: policyDocument(
						allow("dynamodb:PutItem", arnOf(table)),
						allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], arnOf(log, ":*")),
					),
				},
			],
		},
		purpose: "Lets AWS IoT write the history",
	};
	const expires = `floor(timestamp() / 1000) + ${eventDays * secondsOfDay}`;
	const rule = (id: string, name: string, subject: string, topicFilter: string, purpose: string): Resource => ({
		id,
		type: "AWS::IoT::TopicRule",
		name: `${prefix.replaceAll("-", "_")}_${name}`,
		properties: {
			TopicRulePayload: {
				Sql: `SELECT *, ${subject} AS subject, timestamp() AS at, topic() AS topic, ${expires} AS expires FROM '${topicFilter}'`,
				AwsIotSqlVersion: "2016-03-23",
				RuleDisabled: false,
				Description: purpose,
				Actions: [
					{ DynamoDBv2: { PutItem: { TableName: table.name }, RoleArn: arnOf(role) } },
					{ CloudwatchLogs: { LogGroupName: log.name, RoleArn: arnOf(role) } },
				] as Value,
			},
		},
		dependsOn: [table, log],
		purpose,
	});
	return [
		table,
		log,
		role,
		rule("PresenceRule", "presence", "clientId", "$aws/events/presence/#", "Connections and what ended them"),
		rule("ThingRule", "things", "thingName", "$aws/events/thing/#", "Things that come, change and go"),
		rule("JobRule", "jobs", "concat('job ', jobId)", "$aws/events/job/#", "Jobs and how they ended"),
		rule(
			"JobExecutionRule",
			"job_executions",
			"concat('job ', jobId)",
			"$aws/events/jobExecution/#",
			"What came of a job on each device",
		),
	];
}
