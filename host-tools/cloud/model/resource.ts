/** AWS's services that resources belong to, as their API's signing names are. */
export type Service = "iot" | "iam" | "lambda" | "dynamodb" | "logs" | "cloudwatch" | "sns" | "scheduler";

/**
 * Types by their names in CloudFormation, whose property names they have, too; `Thingsmith::` types are those that CloudFormation does not know
 * (docs/cloud.md).
 */
export const resourceTypes = Object.freeze([
	"AWS::IAM::ManagedPolicy",
	"AWS::IAM::Role",
	"AWS::SNS::Topic",
	"AWS::SNS::Subscription",
	"AWS::DynamoDB::Table",
	"AWS::Logs::LogGroup",
	"AWS::Lambda::Function",
	"AWS::Lambda::Permission",
	"AWS::Scheduler::Schedule",
	"AWS::CloudWatch::Alarm",
	"AWS::CloudWatch::Dashboard",
	"AWS::IoT::Policy",
	"AWS::IoT::ThingType",
	"AWS::IoT::ThingGroup",
	"AWS::IoT::ProvisioningTemplate",
	"AWS::IoT::CACertificate",
	"AWS::IoT::TopicRule",
	"AWS::IoT::Logging",
	"AWS::IoT::AccountAuditConfiguration",
	"AWS::IoT::ScheduledAudit",
	"AWS::IoT::SecurityProfile",
	"Thingsmith::IoT::ThingGroupPolicy",
	"Thingsmith::IoT::EventConfigurations",
	"Thingsmith::IoT::FleetIndexing",
] as const);

export type ResourceType = (typeof resourceTypes)[number];

/** Something that is to be in the account. */
export interface Resource {
	/** Unique in the model; letters and digits: a logical id of CloudFormation. */
	readonly id: string;
	readonly type: ResourceType;
	/** What it is called in the account; of settings of the account, of which there is one each, the setting's own name. */
	readonly name: string;
	/** By CloudFormation's names, without name and tags. */
	readonly properties: Readonly<Record<string, Value>>;
	/** What has to be there first without being referred to. */
	readonly dependsOn?: readonly Resource[];
	/** What it is for; one line for people who read a plan or an export. */
	readonly purpose: string;
}

export function serviceOf(type: ResourceType): Service {
	const [, service = ""] = type.split("::");
	return service.toLowerCase() as Service;
}

/**
 * A property of a resource before it is known in which account it will be: `apply` makes it concrete, an export writes its references in its
 * own language.
 */
export type Value =
	| string
	| number
	| boolean
	| Text
	| JsonText
	| readonly Value[]
	| { readonly [member: string]: Value };

/** What differs from account to account. */
export type Pseudo = "partition" | "region" | "accountId";

export const pseudos: readonly Pseudo[] = Object.freeze(["partition", "region", "accountId"]);

/** The ARN of a resource of the same model, which therefore has to be there first. */
export interface ArnOf {
	readonly arnOf: Resource;
	/** Behind the ARN, e.g. `:*` for the streams of a log group. */
	readonly suffix: string;
}

export type Part = string | { readonly pseudo: Pseudo } | ArnOf;

/** Text with references. What looks like one in its strings, such as a policy variable `${…}`, is none. */
export class Text {
	readonly parts: readonly Part[];

	constructor(parts: readonly Part[]) {
		this.parts = parts;
	}
}

/** A document that AWS takes as JSON text, e.g. a template's body. */
export class JsonText {
	readonly document: Value;

	constructor(document: Value) {
		this.document = document;
	}
}
