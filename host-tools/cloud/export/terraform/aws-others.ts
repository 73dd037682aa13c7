import type { Resource, ResourceType } from "../../model/resource.js";
import { JsonText, type Value } from "../../model/resource.js";
import type { Members } from "../members.js";
import { address } from "./address.js";
import type { Block, Translation, Translator } from "./context.js";
import { snakeCase } from "./expression.js";
import { countOf } from "./variables.js";

type OfOthers = Exclude<ResourceType, `${string}::IoT::${string}`>;

/** Types of AWS's services besides IoT. */
export const awsOthers = {
	"AWS::IAM::ManagedPolicy": ({ resource, members, expression, document }) => ({
		arguments: {
			name: resource.name,
			description: expression(members.take("Description")),
			policy: document(members.take("PolicyDocument")),
		},
	}),
	"AWS::IAM::Role": (translation) => {
		const { resource, members, document } = translation;
		const trust = document(members.take("AssumeRolePolicyDocument"), `${resource.id}-trust`);
		return {
			arguments: { name: resource.name, assume_role_policy: trust },
			more: [
				...members.each("Policies").map((policy) => rolePolicy(policy, translation)),
				...managedPolicies(translation),
			],
		};
	},
	"AWS::SNS::Topic": ({ resource, members, expression }) => ({
		arguments: { name: resource.name, display_name: expression(members.take("DisplayName")) },
	}),
	"AWS::SNS::Subscription": ({ members, expression }) => ({
		arguments: {
			topic_arn: expression(members.take("TopicArn")),
			protocol: expression(members.take("Protocol")),
			endpoint: expression(members.take("Endpoint")),
		},
	}),
	"AWS::DynamoDB::Table": ({ resource, members, expression }) => {
		const keys = members.each("KeySchema").map((key) => {
			const argument = key.take("KeyType") === "HASH" ? "hash_key" : "range_key";
			return [argument, expression(key.end(key.take("AttributeName")))];
		});
		const expiry = members.maybe("TimeToLiveSpecification") as Record<string, Value> | undefined;
		return {
			arguments: {
				name: resource.name,
				billing_mode: expression(members.take("BillingMode")),
				...Object.fromEntries(keys),
				attribute: members.each("AttributeDefinitions").map((attribute) =>
					attribute.end({
						name: expression(attribute.take("AttributeName")),
						type: expression(attribute.take("AttributeType")),
					}),
				),
				ttl: expiry && {
					attribute_name: expression(expiry.AttributeName ?? ""),
					enabled: expression(expiry.Enabled ?? true),
				},
			},
		};
	},
	"AWS::Logs::LogGroup": ({ resource, members, expression }) => ({
		arguments: { name: resource.name, retention_in_days: expression(members.take("RetentionInDays")) },
	}),
	"AWS::Lambda::Function": ({ resource, members, expression, archive }) => {
		const code = members.within("Code");
		const path = archive(String(code.end(code.take("Source"))));
		const { Variables: variables } = (members.maybe("Environment") ?? {}) as { readonly Variables?: Value };
		return {
			arguments: {
				function_name: resource.name,
				description: expression(members.take("Description")),
				runtime: expression(members.take("Runtime")),
				handler: expression(members.take("Handler")),
				role: expression(members.take("Role")),
				timeout: expression(members.take("Timeout")),
				memory_size: expression(members.take("MemorySize")),
				filename: path,
				source_code_hash: `\${filebase64sha256("${path}")}`,
				environment: variables === undefined ? undefined : { variables: expression(variables) },
			},
		};
	},
	"AWS::Lambda::Permission": ({ resource, members, expression }) => ({
		arguments: {
			statement_id: resource.id,
			action: expression(members.take("Action")),
			function_name: expression(members.take("FunctionName")),
			principal: expression(members.take("Principal")),
			source_account: expression(members.take("SourceAccount")),
		},
	}),
	"AWS::Scheduler::Schedule": ({ resource, members, expression }) => {
		const window = members.within("FlexibleTimeWindow");
		const target = members.within("Target");
		return {
			arguments: {
				name: resource.name,
				description: expression(members.take("Description")),
				schedule_expression: expression(members.take("ScheduleExpression")),
				state: expression(members.take("State")),
				flexible_time_window: window.end({
					mode: expression(window.take("Mode")),
					maximum_window_in_minutes: expression(window.take("MaximumWindowInMinutes")),
				}),
				target: target.end({ arn: expression(target.take("Arn")), role_arn: expression(target.take("RoleArn")) }),
			},
		};
	},
	"AWS::CloudWatch::Alarm": ({ resource, members, expression }) => {
		const dimensions = members
			.each("Dimensions")
			.map((dimension) => dimension.end([String(dimension.take("Name")), expression(dimension.take("Value"))]));
		const told = (name: string) => {
			const actions = members.maybe(name);
			return actions === undefined ? undefined : expression(actions);
		};
		return {
			arguments: {
				alarm_name: resource.name,
				alarm_description: expression(members.take("AlarmDescription")),
				namespace: expression(members.take("Namespace")),
				metric_name: expression(members.take("MetricName")),
				dimensions: Object.fromEntries(dimensions),
				statistic: expression(members.take("Statistic")),
				period: expression(members.take("Period")),
				evaluation_periods: expression(members.take("EvaluationPeriods")),
				threshold: expression(members.take("Threshold")),
				comparison_operator: expression(members.take("ComparisonOperator")),
				treat_missing_data: expression(members.take("TreatMissingData")),
				alarm_actions: told("AlarmActions"),
				ok_actions: told("OKActions"),
			},
		};
	},
	"AWS::CloudWatch::Dashboard": ({ resource, members, document }) => {
		const body = members.take("DashboardBody");
		if (!(body instanceof JsonText)) throw new Error(`${resource.id}: the body of a dashboard is JSON text`);
		return {
			arguments: { dashboard_name: resource.name, dashboard_body: document(body.document) },
		};
	},
} satisfies Record<OfOthers, Translator>;

function rolePolicy(policy: Members, { resource, document }: Translation): Block {
	const name = String(policy.take("PolicyName"));
	const content = document(policy.take("PolicyDocument"), `${resource.id}-${name}`);
	return policy.end({
		type: "aws_iam_role_policy",
		label: snakeCase(`${resource.id}_${name}`),
		arguments: { name, role: nameOf(resource), policy: content },
	});
}

function managedPolicies({ resource, members, expression }: Translation): readonly Block[] {
	const arns = (members.maybe("ManagedPolicyArns") ?? []) as readonly Value[];
	return arns.map((arn, index) => ({
		type: "aws_iam_role_policy_attachment",
		label: `${snakeCase(resource.id)}_${index + 1}`,
		arguments: { role: nameOf(resource), policy_arn: expression(arn) },
	}));
}

/** By reference, so that what belongs to a role is made after it, and there only where it is. */
function nameOf(role: Resource): string {
	return `\${${address(role)}${countOf(role) === undefined ? "" : "[0]"}.name}`;
}
