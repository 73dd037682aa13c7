import type { ResourceType } from "../../model/resource.js";
import { JsonText, type Value } from "../../model/resource.js";
import type { Scripter } from "./context.js";
import { call } from "./shell.js";
import { nameOf, taken } from "./taken.js";

type OfOthers = Exclude<ResourceType, `${string}::IoT::${string}`>;

/** Types of AWS's services besides IoT, whose APIs name members as CloudFormation does. */
export const otherSteps = {
	"AWS::IAM::ManagedPolicy": ({ resource, members, concrete, document }) => {
		const file = document(concrete(members.take("PolicyDocument")));
		return {
			put: [call("put_iam_policy", resource.name, file, String(members.take("Description")))],
			remove: call("remove_iam_policy", resource.name),
		};
	},
	"AWS::IAM::Role": ({ resource, members, concrete, document }) => {
		const { id, name } = resource;
		const trust = document(concrete(members.take("AssumeRolePolicyDocument")), `${id}-trust`);
		const policies = members.each("Policies").map((policy) => {
			const policyName = String(policy.take("PolicyName"));
			const file = document(concrete(policy.take("PolicyDocument")), `${id}-${policyName}`);
			return policy.end(call("put_role_policy", name, policyName, file));
		});
		const managed = ((members.maybe("ManagedPolicyArns") ?? []) as readonly Value[]).map((arn) =>
			call("put_managed_policy", name, String(concrete(arn)).replace(/^.*:policy\//, "")),
		);
		return { put: [call("put_role", name, trust), ...policies, ...managed], remove: call("remove_role", name) };
	},
	"AWS::SNS::Topic": ({ resource, members }) => ({
		put: [call("put_topic", resource.name, String(members.take("DisplayName")))],
		remove: call("remove_topic", resource.name),
	}),
	"AWS::SNS::Subscription": ({ members }) => {
		const topic = nameOf(members.take("TopicArn"));
		const said = [String(members.take("Protocol")), String(members.take("Endpoint"))];
		return { put: [call("put_subscription", topic, ...said)] };
	},
	"AWS::DynamoDB::Table": ({ resource, members, concrete, document }) => {
		const expiry = members.maybe("TimeToLiveSpecification") as { readonly AttributeName: string } | undefined;
		const file = document(taken(members, ["BillingMode", "AttributeDefinitions", "KeySchema"], concrete));
		return {
			put: [call("put_table", resource.name, file, expiry?.AttributeName ?? "")],
			remove: call("remove_table", resource.name),
		};
	},
	"AWS::Logs::LogGroup": ({ resource, members }) => ({
		put: [call("put_log_group", resource.name, Number(members.take("RetentionInDays")))],
		remove: call("remove_log_group", resource.name),
	}),
	"AWS::Lambda::Function": ({ resource, members, concrete, document, archive }) => {
		const code = members.within("Code");
		const zip = archive(String(code.end(code.take("Source"))));
		const names = ["Description", "Runtime", "Handler", "Role", "Timeout", "MemorySize", "Environment"];
		const file = document(taken(members, names, concrete));
		return {
			put: [call("put_function", resource.name, file, zip)],
			remove: call("remove_function", resource.name),
		};
	},
	// It goes with its function.
	"AWS::Lambda::Permission": ({ resource, members }) => {
		// functions.sh knows the account.
		members.take("SourceAccount");
		const [name = "", action = "", principal = ""] = ["FunctionName", "Action", "Principal"].map((member) =>
			String(members.take(member)),
		);
		return { put: [call("put_permission", name, resource.id, action, principal)] };
	},
	"AWS::Scheduler::Schedule": ({ resource, members, concrete, document }) => {
		const names = ["Description", "ScheduleExpression", "FlexibleTimeWindow", "State", "Target"];
		return {
			put: [call("put_schedule", resource.name, document(taken(members, names, concrete)))],
			remove: call("remove_schedule", resource.name),
		};
	},
	"AWS::CloudWatch::Alarm": ({ resource, members, concrete, document }) => {
		const names = Object.keys(resource.properties);
		return {
			put: [call("put_alarm", resource.name, document(taken(members, names, concrete)))],
			remove: call("remove_alarm", resource.name),
		};
	},
	"AWS::CloudWatch::Dashboard": ({ resource, members, concrete, document }) => {
		const body = members.take("DashboardBody");
		if (!(body instanceof JsonText)) throw new Error(`${resource.id}: the body of a dashboard is JSON text`);
		return {
			put: [call("put_dashboard", resource.name, document(concrete(body.document)))],
			remove: call("remove_dashboard", resource.name),
		};
	},
} satisfies Record<OfOthers, Scripter>;
