import {
	GetDashboardCommand,
	PutDashboardCommand,
	PutMetricAlarmCommand,
	type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
	CreateTableCommand,
	DeleteTableCommand,
	UpdateTableCommand,
	UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
	AttachRolePolicyCommand,
	CreatePolicyCommand,
	CreatePolicyVersionCommand,
	CreateRoleCommand,
	DeletePolicyCommand,
	DeleteRolePolicyCommand,
	DetachRolePolicyCommand,
	PutRolePolicyCommand,
	UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
	AddPermissionCommand,
	type AddPermissionCommandInput,
	CreateFunctionCommand,
	RemovePermissionCommand,
	UpdateFunctionCodeCommand,
	UpdateFunctionConfigurationCommand,
	type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import {
	CreateScheduleCommand,
	type CreateScheduleCommandInput,
	GetScheduleCommand,
	UpdateScheduleCommand,
	type UpdateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { type KindContext, type Properties, tagsOf } from "../../../host-tools/cloud/apply/kind.js";
import { alarm } from "../../../host-tools/cloud/apply/kinds/others/alarm.js";
import { dashboard } from "../../../host-tools/cloud/apply/kinds/others/dashboard.js";
import { lambdaFunction } from "../../../host-tools/cloud/apply/kinds/others/function.js";
import { logGroup } from "../../../host-tools/cloud/apply/kinds/others/log-group.js";
import { managedPolicy } from "../../../host-tools/cloud/apply/kinds/others/managed-policy.js";
import { permission } from "../../../host-tools/cloud/apply/kinds/others/permission.js";
import { role } from "../../../host-tools/cloud/apply/kinds/others/role.js";
import { schedule } from "../../../host-tools/cloud/apply/kinds/others/schedule.js";
import { subscription } from "../../../host-tools/cloud/apply/kinds/others/subscription.js";
import { table } from "../../../host-tools/cloud/apply/kinds/others/table.js";
import { topic } from "../../../host-tools/cloud/apply/kinds/others/topic.js";
import { storedZip } from "../../../host-tools/cloud/lambdas/stored-zip.js";
import type { Resource } from "../../../host-tools/cloud/model/resource.js";
import { resourceArn } from "../../../host-tools/cloud/model/resource-arn.js";
import type { Hand, KindSubject } from "../../contracts/kind.contract.js";
import { place, propertiesOf, resource } from "./model.js";

const otherDocument = JSON.stringify({
	Version: "2012-10-17",
	Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});
const otherTrust = JSON.stringify({
	Version: "2012-10-17",
	Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** A resource of the model with its name and properties. */
const wanted = (one: Resource) => ({ name: one.name, properties: propertiesOf(one) });

/** `ManagedPolicyArns`: names of policies. */
function roleSubject(managed: readonly string[]): KindSubject {
	const { name, properties } = wanted(resource("AWS::IAM::Role", "HistoryRole"));
	const [inline] = properties.Policies as readonly { PolicyName: string; PolicyDocument: Properties }[];
	const PolicyName = inline?.PolicyName ?? "";
	const attachable = (one: string) => resourceArn({ type: managedPolicy.type, name: one }, place);
	return {
		kind: role,
		name,
		properties: {
			...properties,
			...(managed.length > 0 && { ManagedPolicyArns: managed.map(attachable) }),
			Policies: [{ ...inline, PolicyName: "z" }, { ...inline }] as never,
		},
		prepare: async ({ clients }) => {
			const iam = await clients.iam();
			for (const one of ["a", "b", "c"]) {
				await iam.send(new CreatePolicyCommand({ PolicyName: one, PolicyDocument: otherDocument }));
			}
		},
		byHand: {
			AssumeRolePolicyDocument: async ({ clients }) =>
				(await clients.iam()).send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: otherTrust })),
			Policies: async ({ clients }) => {
				const iam = await clients.iam();
				await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: "z" }));
				for (const one of [PolicyName, "by-hand"]) {
					await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: one, PolicyDocument: otherDocument }));
				}
			},
			ManagedPolicyArns: async ({ clients }) => {
				const iam = await clients.iam();
				for (const PolicyArn of managed.map(attachable).slice(0, 1)) {
					await iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
				}
				await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: attachable("c") }));
			},
		},
		bySomebodyElse: async ({ clients }) =>
			(await clients.iam()).send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: otherTrust })),
	};
}

function managedPolicySubject(): KindSubject {
	const { name, properties } = wanted(resource("AWS::IAM::ManagedPolicy"));
	const PolicyArn = resourceArn({ type: managedPolicy.type, name }, place);
	const PolicyDocument = JSON.stringify(properties.PolicyDocument);
	const reader = "reader";
	return {
		kind: managedPolicy,
		name,
		properties,
		prepare: async ({ clients }) =>
			(await clients.iam()).send(new CreateRoleCommand({ RoleName: reader, AssumeRolePolicyDocument: otherTrust })),
		byHand: {
			PolicyDocument: async ({ clients }) => {
				const iam = await clients.iam();
				// As many versions as IAM keeps, none of them the default at the end but the last, and somebody who has it.
				for (const SetAsDefault of [false, false, false, true]) {
					await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: otherDocument, SetAsDefault }));
				}
				await iam.send(new AttachRolePolicyCommand({ RoleName: reader, PolicyArn }));
			},
			Description: async (context) => {
				const iam = await context.clients.iam();
				await iam.send(new DeletePolicyCommand({ PolicyArn }));
				const input = { PolicyName: name, PolicyDocument, Description: "Another", Tags: tagsOf(context) };
				await iam.send(new CreatePolicyCommand(input));
			},
		},
		bySomebodyElse: async ({ clients }) =>
			(await clients.iam()).send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: otherDocument })),
	};
}

function topicSubject(): KindSubject {
	const { name, properties } = wanted(resource("AWS::SNS::Topic"));
	const TopicArn = resourceArn({ type: topic.type, name }, place);
	return {
		kind: topic,
		name,
		properties,
		byHand: {
			DisplayName: async ({ clients }) => {
				const input = { TopicArn, AttributeName: "DisplayName", AttributeValue: "by hand" };
				await (await clients.sns()).send(new SetTopicAttributesCommand(input));
			},
			KmsMasterKeyId: async ({ clients }) => {
				const input = { TopicArn, AttributeName: "KmsMasterKeyId", AttributeValue: "alias/aws/sns" };
				await (await clients.sns()).send(new SetTopicAttributesCommand(input));
			},
		},
		bySomebodyElse: async ({ clients }) => (await clients.sns()).send(new CreateTopicCommand({ Name: name })),
	};
}

function subscriptionSubject(): KindSubject {
	const above = wanted(resource("AWS::SNS::Topic"));
	return {
		kind: subscription,
		...wanted(resource("AWS::SNS::Subscription")),
		identity: ["Protocol", "Endpoint", "TopicArn"],
		prepare: (context) => topic.create(above.name, above.properties, context),
		byHand: {},
	};
}

/** With a time to live, or with none. */
function tableSubject(lives: boolean): KindSubject {
	const { name, properties: all } = wanted(resource("AWS::DynamoDB::Table", "EventTable"));
	const { TimeToLiveSpecification, ...rest } = all as Properties & {
		TimeToLiveSpecification: { AttributeName: string };
	};
	const properties = lives ? all : rest;
	const anew = async (context: KindContext, keys: Properties) => {
		const client = await context.clients.dynamodb();
		await client.send(new DeleteTableCommand({ TableName: name }));
		await table.create(name, { ...properties, ...keys }, context);
	};
	return {
		kind: table,
		name,
		properties,
		byHand: {
			BillingMode: async ({ clients }) => {
				const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
				const input = { TableName: name, BillingMode: "PROVISIONED" as const, ProvisionedThroughput };
				await (await clients.dynamodb()).send(new UpdateTableCommand(input));
			},
			AttributeDefinitions: (context) => {
				const [subject] = properties.AttributeDefinitions as readonly Properties[];
				const AttributeDefinitions = [subject, { AttributeName: "at", AttributeType: "S" }] as never;
				return anew(context, { AttributeDefinitions });
			},
			KeySchema: async (context) => {
				const [subject, at] = properties.KeySchema as readonly Properties[];
				const KeySchema = [
					{ ...at, KeyType: "HASH" },
					{ ...subject, KeyType: "RANGE" },
				] as never;
				await anew(context, { KeySchema });
			},
			TimeToLiveSpecification: async ({ clients }) => {
				const input = { TableName: name, TimeToLiveSpecification: { ...TimeToLiveSpecification, Enabled: !lives } };
				await (await clients.dynamodb()).send(new UpdateTimeToLiveCommand(input));
			},
		},
		bySomebodyElse: async ({ clients }) => {
			await (await clients.dynamodb()).send(new CreateTableCommand({ ...rest, TableName: name } as never));
		},
	};
}

function logGroupSubject(): KindSubject {
	const { name, properties } = wanted(resource("AWS::Logs::LogGroup", "EventLog"));
	return {
		kind: logGroup,
		name,
		properties,
		// Its name is the other's prefix.
		prepare: async ({ clients }) =>
			(await clients.logs()).send(new CreateLogGroupCommand({ logGroupName: `${name}-old` })),
		byHand: {
			RetentionInDays: async ({ clients }) => {
				const input = { logGroupName: name, retentionInDays: 3653 };
				await (await clients.logs()).send(new PutRetentionPolicyCommand(input));
			},
		},
		bySomebodyElse: async ({ clients }) =>
			(await clients.logs()).send(new CreateLogGroupCommand({ logGroupName: name })),
	};
}

type FunctionId = "ExpiryMonitor" | "RotationHook";

const functionOf = (id: FunctionId) => wanted(resource("AWS::Lambda::Function", id));

const makeRoles =
	(id: FunctionId): Hand =>
	async (context) => {
		const { name, properties } = wanted(resource("AWS::IAM::Role", `${id}Role`));
		await role.create(name, properties, context);
		await role.create("another", properties, context);
	};

/** The first has an environment, the other has none. */
function functionSubject(id: FunctionId): KindSubject {
	const { name, properties } = functionOf(id);
	const configure =
		(change: Omit<UpdateFunctionConfigurationCommandInput, "FunctionName">): Hand =>
		async ({ clients }) =>
			(await clients.lambda()).send(new UpdateFunctionConfigurationCommand({ FunctionName: name, ...change }));
	const ZipFile = storedZip("index.js", Buffer.from("exports.handler = async () => 'by hand';\n"));
	const another = resourceArn({ type: role.type, name: "another" }, place);
	return {
		kind: lambdaFunction,
		name,
		properties,
		prepare: makeRoles(id),
		byHand: {
			Description: configure({ Description: "by hand" }),
			Runtime: configure({ Runtime: "nodejs20.x" }),
			Handler: configure({ Handler: "main.handler" }),
			Role: configure({ Role: another }),
			Timeout: configure({ Timeout: 4 }),
			MemorySize: configure({ MemorySize: 512 }),
			Environment: configure({ Environment: { Variables: { EXPIRY_DAYS: "1" } } }),
			Code: async ({ clients }) =>
				(await clients.lambda()).send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile })),
		},
		bySomebodyElse: async ({ clients }) => {
			const input = { FunctionName: name, Role: another, Code: { ZipFile }, Handler: "x.y" };
			await (await clients.lambda()).send(new CreateFunctionCommand({ ...input, Runtime: "nodejs22.x" }));
		},
	};
}

function permissionSubject(): KindSubject {
	const monitor = functionOf("ExpiryMonitor");
	const { name, properties } = wanted(resource("AWS::Lambda::Permission", "ExpiryMonitorPermission"));
	const other =
		(change: Partial<AddPermissionCommandInput>): Hand =>
		async ({ clients }) => {
			const lambda = await clients.lambda();
			const statement = { FunctionName: monitor.name, StatementId: "thingsmith" };
			await lambda.send(new RemovePermissionCommand(statement));
			const input = { ...properties, ...statement, ...change } as unknown as AddPermissionCommandInput;
			await lambda.send(new AddPermissionCommand(input));
		};
	return {
		kind: permission,
		name,
		properties,
		identity: ["FunctionName"],
		prepare: async (context) => {
			await makeRoles("ExpiryMonitor")(context);
			await lambdaFunction.create(monitor.name, monitor.properties, context);
		},
		byHand: {
			Action: other({ Action: "lambda:GetFunction" }),
			Principal: other({ Principal: "sns.amazonaws.com" }),
			SourceAccount: other({ SourceAccount: "210987654321" }),
			SourceArn: other({ SourceArn: "arn:aws:scheduler:us-east-1:123456789012:schedule/default/x" }),
		},
	};
}

function scheduleSubject(): KindSubject {
	const { name, properties } = wanted(resource("AWS::Scheduler::Schedule"));
	const change =
		(changes: Properties): Hand =>
		async ({ clients }) => {
			const scheduler = await clients.scheduler();
			const { $metadata: _, ...before } = await scheduler.send(new GetScheduleCommand({ Name: name }));
			await scheduler.send(
				new UpdateScheduleCommand({ ...before, ...changes } as unknown as UpdateScheduleCommandInput),
			);
		};
	const { Target } = properties as { Target: Properties };
	return {
		kind: schedule,
		name,
		properties,
		byHand: {
			Description: change({ Description: "Every Tuesday [thingsmith:project=contract]" }),
			ScheduleExpression: change({ ScheduleExpression: "rate(1 hour)" }),
			FlexibleTimeWindow: change({ FlexibleTimeWindow: { Mode: "OFF" } }),
			State: change({ State: "DISABLED" }),
			ScheduleExpressionTimezone: change({ ScheduleExpressionTimezone: "Europe/Vienna" }),
			Target: change({ Target: { ...Target, Input: "{}" } }),
		},
		bySomebodyElse: async ({ clients }) => {
			const input = { ...properties, Name: name } as unknown as CreateScheduleCommandInput;
			await (await clients.scheduler()).send(new CreateScheduleCommand(input));
		},
	};
}

function alarmSubject(): KindSubject {
	const { name, properties } = wanted(resource("AWS::CloudWatch::Alarm"));
	const put =
		(changes: Properties): Hand =>
		async ({ clients }) => {
			const input = { ...properties, ...changes, AlarmName: name } as unknown as PutMetricAlarmCommandInput;
			await (await clients.cloudwatch()).send(new PutMetricAlarmCommand(input));
		};
	const changes: Properties = {
		AlarmDescription: "by hand",
		Namespace: "AWS/Lambda",
		MetricName: "Errors",
		Dimensions: [],
		Statistic: "Maximum",
		Period: 60,
		EvaluationPeriods: 2,
		Threshold: 7,
		ComparisonOperator: "LessThanThreshold",
		TreatMissingData: "ignore",
		AlarmActions: [],
		OKActions: [],
		InsufficientDataActions: [resourceArn({ type: topic.type, name: "x" }, place)],
		ActionsEnabled: false,
		Unit: "Count",
	};
	return {
		kind: alarm,
		name,
		properties,
		byHand: Object.fromEntries(Object.entries(changes).map(([member, value]) => [member, put({ [member]: value })])),
		bySomebodyElse: put({}),
	};
}

function dashboardSubject(): KindSubject {
	const { name, properties } = wanted(resource("AWS::CloudWatch::Dashboard"));
	return {
		kind: dashboard,
		name,
		properties,
		byHand: {
			DashboardBody: async ({ clients }) => {
				const cloudwatch = await clients.cloudwatch();
				const { DashboardBody = "" } = await cloudwatch.send(new GetDashboardCommand({ DashboardName: name }));
				const changed = DashboardBody.replace('"Connections"', '"by hand"');
				await cloudwatch.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: changed }));
			},
		},
		bySomebodyElse: async ({ clients }) => {
			const DashboardBody = JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "mine" } }] });
			await (await clients.cloudwatch()).send(new PutDashboardCommand({ DashboardName: name, DashboardBody }));
		},
	};
}

/** One at least of every kind that is not AWS IoT's, as the model wants it. */
export const kindSubjects: readonly KindSubject[] = [
	roleSubject(["b", "a"]),
	roleSubject([]),
	managedPolicySubject(),
	topicSubject(),
	subscriptionSubject(),
	tableSubject(true),
	tableSubject(false),
	logGroupSubject(),
	functionSubject("ExpiryMonitor"),
	functionSubject("RotationHook"),
	permissionSubject(),
	scheduleSubject(),
	alarmSubject(),
	dashboardSubject(),
];
