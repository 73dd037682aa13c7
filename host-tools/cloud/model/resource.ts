import { partsIn, type Value } from "./value.js";

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

/** What has to be there before it: what it refers to, and what it depends on otherwise. */
export function needs(resource: Resource): readonly Resource[] {
	const referred = partsIn(resource.properties as Value).flatMap((part) =>
		typeof part === "object" && "arnOf" in part ? [part.arnOf] : [],
	);
	return [...new Set([...referred, ...(resource.dependsOn ?? [])])];
}

/** Each after what it needs, else in the order given. Throws on a circle. */
export function inOrder(resources: readonly Resource[]): readonly Resource[] {
	const ordered = new Set<Resource>();
	const visit = (resource: Resource, path: readonly Resource[]) => {
		if (path.includes(resource)) throw new Error(`${resource.id} needs itself`);
		if (ordered.has(resource)) return;
		for (const other of needs(resource)) visit(other, [...path, resource]);
		ordered.add(resource);
	};
	for (const resource of resources) visit(resource, []);
	return [...ordered];
}
