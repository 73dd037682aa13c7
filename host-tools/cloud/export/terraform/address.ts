import type { Resource, ResourceType } from "../../model/resource.js";
import { snakeCase } from "./expression.js";

/** Resources of Terraform by what they are in the model; those of the provider awscc where the provider aws has none. */
export const terraformTypes: Readonly<Record<ResourceType, string>> = Object.freeze({
	"AWS::IAM::ManagedPolicy": "aws_iam_policy",
	"AWS::IAM::Role": "aws_iam_role",
	"AWS::SNS::Topic": "aws_sns_topic",
	"AWS::SNS::Subscription": "aws_sns_topic_subscription",
	"AWS::DynamoDB::Table": "aws_dynamodb_table",
	"AWS::Logs::LogGroup": "aws_cloudwatch_log_group",
	"AWS::Lambda::Function": "aws_lambda_function",
	"AWS::Lambda::Permission": "aws_lambda_permission",
	"AWS::Scheduler::Schedule": "aws_scheduler_schedule",
	"AWS::CloudWatch::Alarm": "aws_cloudwatch_metric_alarm",
	"AWS::CloudWatch::Dashboard": "aws_cloudwatch_dashboard",
	"AWS::IoT::Policy": "aws_iot_policy",
	"AWS::IoT::ThingType": "aws_iot_thing_type",
	"AWS::IoT::ThingGroup": "aws_iot_thing_group",
	"AWS::IoT::ProvisioningTemplate": "aws_iot_provisioning_template",
	"AWS::IoT::CACertificate": "aws_iot_ca_certificate",
	"AWS::IoT::TopicRule": "aws_iot_topic_rule",
	"AWS::IoT::Logging": "aws_iot_logging_options",
	"AWS::IoT::AccountAuditConfiguration": "awscc_iot_account_audit_configuration",
	"AWS::IoT::ScheduledAudit": "awscc_iot_scheduled_audit",
	"AWS::IoT::SecurityProfile": "awscc_iot_security_profile",
	"Thingsmith::IoT::ThingGroupPolicy": "aws_iot_policy_attachment",
	"Thingsmith::IoT::EventConfigurations": "aws_iot_event_configurations",
	"Thingsmith::IoT::FleetIndexing": "aws_iot_indexing_configuration",
});

export function terraformType({ type, properties }: Resource): string {
	const isDynamic = type === "AWS::IoT::ThingGroup" && properties.QueryString !== undefined;
	return isDynamic ? "awscc_iot_thing_group" : terraformTypes[type];
}

export const isOfAwscc = (resource: Resource): boolean => terraformType(resource).startsWith("awscc_");

/** As an expression calls it, without what follows where a resource is counted. */
export const address = (resource: Resource): string => `${terraformType(resource)}.${snakeCase(resource.id)}`;
