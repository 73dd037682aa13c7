import type { Resource, ResourceType } from "./resource.js";

/** Which account, and where in it. */
export interface Place {
	/** `aws`, `aws-cn`, `aws-us-gov` */
	readonly partition: string;
	readonly region: string;
	/** 12 digits */
	readonly accountId: string;
}

/** What stands behind the partition: every resource that is referred to has an ARN that follows from its name. */
const patterns: Partial<Record<ResourceType, (name: string, place: Place) => string>> = {
	"AWS::IAM::ManagedPolicy": (name, { accountId }) => `iam::${accountId}:policy/${name}`,
	"AWS::IAM::Role": (name, { accountId }) => `iam::${accountId}:role/${name}`,
	"AWS::SNS::Topic": (name, { region, accountId }) => `sns:${region}:${accountId}:${name}`,
	"AWS::DynamoDB::Table": (name, { region, accountId }) => `dynamodb:${region}:${accountId}:table/${name}`,
	"AWS::Logs::LogGroup": (name, { region, accountId }) => `logs:${region}:${accountId}:log-group:${name}`,
	"AWS::Lambda::Function": (name, { region, accountId }) => `lambda:${region}:${accountId}:function:${name}`,
	"AWS::Scheduler::Schedule": (name, { region, accountId }) =>
		`scheduler:${region}:${accountId}:schedule/default/${name}`,
	"AWS::CloudWatch::Alarm": (name, { region, accountId }) => `cloudwatch:${region}:${accountId}:alarm:${name}`,
	"AWS::IoT::Policy": (name, { region, accountId }) => `iot:${region}:${accountId}:policy/${name}`,
	"AWS::IoT::ThingType": (name, { region, accountId }) => `iot:${region}:${accountId}:thingtype/${name}`,
	"AWS::IoT::ThingGroup": (name, { region, accountId }) => `iot:${region}:${accountId}:thinggroup/${name}`,
	"AWS::IoT::ProvisioningTemplate": (name, { region, accountId }) =>
		`iot:${region}:${accountId}:provisioningtemplate/${name}`,
	"AWS::IoT::TopicRule": (name, { region, accountId }) => `iot:${region}:${accountId}:rule/${name}`,
	"AWS::IoT::ScheduledAudit": (name, { region, accountId }) => `iot:${region}:${accountId}:scheduledaudit/${name}`,
	"AWS::IoT::SecurityProfile": (name, { region, accountId }) => `iot:${region}:${accountId}:securityprofile/${name}`,
};

export function resourceArn({ type, name }: Pick<Resource, "type" | "name">, place: Place): string {
	const pattern = patterns[type];
	if (pattern === undefined) throw new Error(`${type} has no ARN that follows from its name`);
	return `arn:${place.partition}:${pattern(name, place)}`;
}
