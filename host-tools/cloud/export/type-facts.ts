import type { ResourceType } from "../model/resource.js";

/** What CloudFormation says of a type besides the properties that the model has. */
export interface TypeFacts {
	/** The property that holds the resource's name. */
	readonly name?: string;
	/** What `Fn::GetAtt` calls its ARN. */
	readonly arn?: string;
	/** It has `Tags`, a list of `Key` and `Value`. */
	readonly tags?: true;
}

/** Held against CloudFormation's schemas by a test. Types of ours are custom resources there. */
export const typeFacts: Readonly<Record<ResourceType, TypeFacts>> = Object.freeze({
	"AWS::IAM::ManagedPolicy": { name: "ManagedPolicyName", arn: "PolicyArn" },
	"AWS::IAM::Role": { name: "RoleName", arn: "Arn", tags: true },
	"AWS::SNS::Topic": { name: "TopicName", arn: "TopicArn", tags: true },
	"AWS::SNS::Subscription": {},
	"AWS::DynamoDB::Table": { name: "TableName", arn: "Arn", tags: true },
	"AWS::Logs::LogGroup": { name: "LogGroupName", arn: "Arn", tags: true },
	"AWS::Lambda::Function": { name: "FunctionName", arn: "Arn", tags: true },
	"AWS::Lambda::Permission": {},
	"AWS::Scheduler::Schedule": { name: "Name", arn: "Arn" },
	"AWS::CloudWatch::Alarm": { name: "AlarmName", arn: "Arn", tags: true },
	"AWS::CloudWatch::Dashboard": { name: "DashboardName", tags: true },
	"AWS::IoT::Policy": { name: "PolicyName", arn: "Arn", tags: true },
	"AWS::IoT::ThingType": { name: "ThingTypeName", arn: "Arn", tags: true },
	"AWS::IoT::ThingGroup": { name: "ThingGroupName", arn: "Arn", tags: true },
	"AWS::IoT::ProvisioningTemplate": { name: "TemplateName", arn: "TemplateArn", tags: true },
	"AWS::IoT::CACertificate": { arn: "Arn", tags: true },
	"AWS::IoT::TopicRule": { name: "RuleName", arn: "Arn", tags: true },
	"AWS::IoT::Logging": {},
	"AWS::IoT::AccountAuditConfiguration": {},
	"AWS::IoT::ScheduledAudit": { name: "ScheduledAuditName", arn: "ScheduledAuditArn", tags: true },
	"AWS::IoT::SecurityProfile": { name: "SecurityProfileName", arn: "SecurityProfileArn", tags: true },
	"Thingsmith::IoT::ThingGroupPolicy": {},
	"Thingsmith::IoT::EventConfigurations": {},
	"Thingsmith::IoT::FleetIndexing": {},
});
