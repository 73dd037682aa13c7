import { ownerTag } from "../../apply/kind.js";
import type { Json } from "../../model/concrete.js";
import { desiredState } from "../../model/desired-state.js";
import { needs } from "../../model/in-order.js";
import type { Resource, Value } from "../../model/resource.js";
import { resourceArn } from "../../model/resource-arn.js";
import { type Project, prefixOf } from "../../project/project.js";
import type { Sources } from "../export-format.js";
import { typeFacts } from "../type-facts.js";
import { intrinsics, referredIn } from "./intrinsics.js";
import { alarmEmail, type Parameter, type Switch, serialNumbers, switchesOf, valueParameters } from "./parameters.js";
import { isOurType, serviceTimeout, stackSettings } from "./stack-settings.js";

export type Members = Readonly<Record<string, Json>>;

export interface TemplateResource {
	readonly Type: string;
	readonly Condition?: string;
	readonly DependsOn?: readonly string[];
	readonly DeletionPolicy?: string;
	readonly UpdateReplacePolicy?: string;
	readonly Metadata: { readonly Purpose: string };
	readonly Properties: Members;
}

export interface Template {
	readonly AWSTemplateFormatVersion: "2010-09-09";
	readonly Description: string;
	readonly Metadata: { readonly Notes: readonly string[] };
	readonly Parameters: Readonly<Record<string, Members>>;
	readonly Conditions: Readonly<Record<string, Json>>;
	readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** The project as a template of CloudFormation. */
export async function cloudFormationTemplate(project: Project, sources: Sources): Promise<Template> {
	const prefix = prefixOf(project);
	const model = desiredState(project);
	const settings = stackSettings(project, prefix, model);
	// First, so that a reader meets them before what calls them.
	const resources = [...settings, ...model];
	const switches = switchesOf(resources);
	const values = valueParameters(project, resources);
	const written = await Promise.all(
		resources.map(async (resource) => {
			const code = await zipFile(resource, sources);
			return [resource.id, templateResource(resource, { prefix, switches, values, code })] as const;
		}),
	);
	return {
		AWSTemplateFormatVersion: "2010-09-09",
		Description: `${prefix}: AWS IoT Core for a fleet of devices, from thingsmith.json`,
		Metadata: { Notes: notesOf(resources) },
		Parameters: Object.fromEntries([...values, ...switches].map(({ name, definition }) => [name, definition])),
		Conditions: Object.fromEntries(
			switches.map(({ name, condition }) => [condition, { "Fn::Equals": [{ Ref: name }, "true"] }]),
		),
		Resources: Object.fromEntries(written),
	};
}

async function zipFile({ properties, type }: Resource, sources: Sources): Promise<string | undefined> {
	if (type !== "AWS::Lambda::Function") return undefined;
	return sources((properties.Code as { readonly Source: string }).Source);
}

interface Around {
	readonly prefix: string;
	readonly switches: readonly Switch[];
	readonly values: readonly Parameter[];
	readonly code: string | undefined;
}

function templateResource(resource: Resource, around: Around): TemplateResource {
	const condition = conditionOf(resource, around);
	// What a condition leaves out can be referred to by its name alone, and not be waited for.
	const optional = needs(resource).filter((other) => ![undefined, condition].includes(conditionOf(other, around)));
	const properties = optional.reduce(
		(members, other) => byCondition(members, other, conditionOf(other, around) ?? "") as Members,
		propertiesOf(resource, around),
	);
	const referred = referredIn(properties);
	const before = needs(resource)
		.filter((other) => !optional.includes(other) && !referred.has(other.id))
		.map(({ id }) => id)
		.sort();
	return {
		Type: isOurType(resource) ? resource.type.replace("Thingsmith::IoT::", "Custom::") : resource.type,
		...(condition !== undefined && { Condition: condition }),
		...(before.length > 0 && { DependsOn: before }),
		// What is in a table cannot be made again; a stack that fails to come into being leaves none.
		...(resource.type === "AWS::DynamoDB::Table" && {
			DeletionPolicy: "RetainExceptOnCreate",
			UpdateReplacePolicy: "Retain",
		}),
		Metadata: { Purpose: resource.purpose },
		Properties: properties,
	};
}

function conditionOf({ id }: Resource, { switches }: Around): string | undefined {
	return switches.find(({ ids }) => ids.includes(id))?.condition;
}

const place = { partition: "${AWS::Partition}", region: "${AWS::Region}", accountId: "${AWS::AccountId}" };

/** `json`, in which the ARN of `other` is its attribute where it is made, and spelled where it is not. */
function byCondition(json: Json, other: Resource, condition: string): Json {
	if (Array.isArray(json)) return json.map((item) => byCondition(item, other, condition));
	if (typeof json !== "object" || json === null) return json;
	const [id] = ((json as Members)["Fn::GetAtt"] ?? []) as readonly Json[];
	if (id === other.id) {
		const suffix = other.type === "AWS::Logs::LogGroup" ? ":*" : "";
		return { "Fn::If": [condition, json, { "Fn::Sub": `${resourceArn(other, place)}${suffix}` }] };
	}
	return Object.fromEntries(Object.entries(json).map(([name, item]) => [name, byCondition(item, other, condition)]));
}

function propertiesOf(resource: Resource, { prefix, values, code }: Around): Members {
	const { name, tags } = typeFacts[resource.type];
	const given = intrinsics(resource.properties as Value) as Members;
	const parameters = new Set(values.map((parameter) => parameter.name));
	return {
		...(isOurType(resource) && {
			ServiceToken: { "Fn::GetAtt": ["StackSettings", "Arn"] },
			ServiceTimeout: serviceTimeout,
		}),
		...(name !== undefined && { [name]: resource.name }),
		...given,
		...(code !== undefined && { Code: { ZipFile: code } }),
		...(resource.id === "AlarmSubscription" && parameters.has(alarmEmail) && { Endpoint: { Ref: alarmEmail } }),
		...(resource.id === "SerialNumberHook" && parameters.has(serialNumbers) && withSerialNumbers(given)),
		...(tags && { Tags: [{ Key: ownerTag, Value: prefix }] }),
	};
}

function withSerialNumbers({ Environment }: Members): Members {
	const { Variables } = Environment as { readonly Variables: Members };
	return { Environment: { Variables: { ...Variables, SERIAL_NUMBERS: { Ref: serialNumbers } } } };
}

function notesOf(resources: readonly Resource[]): readonly string[] {
	const has = (id: string) => resources.some((resource) => resource.id === id);
	const tables = resources.filter(({ type }) => type === "AWS::DynamoDB::Table").map(({ name }) => name);
	return [
		"Deploy with: aws cloudformation deploy --template-file template.json --stack-name NAME --s3-bucket BUCKET --capabilities CAPABILITY_NAMED_IAM",
		"The thing type is deleted with the stack only if it was deprecated (aws iot deprecate-thing-type) five minutes before; otherwise delete the stack again.",
		"Policies, groups and the thing type are deleted only once no certificate and no thing has them any more.",
		"A policy on a thing group, event configurations and fleet indexing have no type in CloudFormation: the function StackSettings sees to them, and switches off with the stack what it switched on.",
		"Logging and the audit configuration are settings of the whole account: the stack fails where they are there already, and they go with it.",
		...(tables.length > 0 ? [`These tables outlive the stack, with what is in them: ${tables.join(", ")}.`] : []),
		...(has("DeviceProfile")
			? [
					"The security profile is made only with CreateSecurityProfile=true: AWS closed Device Defender Detect to new customers.",
				]
			: []),
	];
}
