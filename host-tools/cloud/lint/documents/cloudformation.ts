import {
	isObject,
	isString,
	itemsOf,
	type Located,
	type LocatedObject,
	memberNamed,
	membersOf,
	textOf,
	valueAt,
} from "../text/located.js";
import { addBehaviors, addBody, addJob, addName, addPolicy } from "./add-documents.js";
import type { CloudFormationResource, NamedResource } from "./document.js";
import type { Gathering } from "./gathering.js";
import { looksLikeTemplateBody } from "./plain-documents.js";
import { functionCall, resolveFunctions } from "./resolve-functions.js";

/** Only CloudFormation has them at the top. */
const ownSections = ["Transform", "Outputs", "Conditions", "Metadata", "Rules"];

/** A template of CloudFormation or SAM; a provisioning template looks similar, and is JSON. */
export function looksLikeCloudFormation(root: Located, language: "json" | "yaml"): boolean {
	if (!isObject(root)) return false;
	const resources = membersOf(valueAt(root, "Resources"));
	const hasTypes = resources.some(({ value }) => textOf(value, "Type")?.includes("::"));
	if (memberNamed(root, "AWSTemplateFormatVersion") !== undefined) return true;
	if (!hasTypes) return false;
	if (ownSections.some((section) => memberNamed(root, section) !== undefined)) return true;
	return language === "yaml" || !looksLikeTemplateBody(root);
}

export function cloudFormationDocuments(root: Located, gathering: Gathering): void {
	if (!isObject(root)) return;
	const resources = membersOf(valueAt(root, "Resources")).flatMap(({ name, value }): CloudFormationResource[] => {
		const type = valueAt(value, "Type");
		if (!isObject(value) || !isString(type)) return [];
		const properties = valueAt(value, "Properties");
		return [
			{ name, type: type.text, typeNode: type, node: value, properties: isObject(properties) ? properties : undefined },
		];
	});
	gathering.documents.push({ kind: "cloudformation", stack: { root, resources, file: gathering.file } });
	for (const resource of resources) documentsOf(resource, gathering);
}

/** Which property is the name of what. */
const names: Readonly<Record<string, readonly [NamedResource["what"], string]>> = Object.freeze({
	"AWS::IoT::Policy": ["policy", "PolicyName"],
	"AWS::IoT::ProvisioningTemplate": ["template", "TemplateName"],
	"AWS::IoT::SecurityProfile": ["securityProfile", "SecurityProfileName"],
	"AWS::IoT::Job": ["job", "JobId"],
	"AWS::IoT::JobTemplate": ["jobTemplate", "JobTemplateId"],
	"AWS::IoT::Thing": ["thing", "ThingName"],
	"AWS::IoT::ThingType": ["thingType", "ThingTypeName"],
	"AWS::IoT::ThingGroup": ["thingGroup", "ThingGroupName"],
	"AWS::IoT::RoleAlias": ["roleAlias", "RoleAlias"],
	"AWS::IoT::TopicRule": ["topicRule", "RuleName"],
});

function documentsOf({ type, properties }: CloudFormationResource, gathering: Gathering): void {
	if (properties === undefined) return;
	const known = resolveFunctions(properties);
	const [what, member] = Object.hasOwn(names, type) ? (names[type] ?? []) : [];
	if (what !== undefined && member !== undefined) addName(valueAt(known, member), what, gathering);
	switch (type) {
		case "AWS::IoT::Policy":
			addPolicy(valueAt(known, "PolicyDocument"), "iot", gathering);
			break;
		case "AWS::IoT::ProvisioningTemplate":
			addTemplate(properties, gathering);
			break;
		case "AWS::IoT::CACertificate":
			addBody(valueAt(known, "RegistrationConfig", "TemplateBody"), { type: "JITP", hook: "none" }, gathering);
			break;
		case "AWS::IoT::SecurityProfile":
			addBehaviors(valueAt(known, "Behaviors"), "cloudformation", gathering);
			break;
		case "AWS::IoT::Job":
		case "AWS::IoT::JobTemplate":
			addJob(valueAt(known, "Document"), gathering);
			break;
		default:
			if (type.startsWith("AWS::IAM::")) addIamPolicies(known, gathering);
	}
}

function addIamPolicies(properties: Located, gathering: Gathering): void {
	addPolicy(valueAt(properties, "AssumeRolePolicyDocument"), "trust", gathering);
	addPolicy(valueAt(properties, "PolicyDocument"), "iam", gathering);
	for (const inline of itemsOf(valueAt(properties, "Policies"))) {
		addPolicy(valueAt(inline, "PolicyDocument"), "iam", gathering);
	}
}

function addTemplate(properties: LocatedObject, gathering: Gathering): void {
	const hook = valueAt(properties, "PreProvisioningHook");
	const body = valueAt(properties, "TemplateBody");
	addBody(
		// The functions in a template's body are the template's own.
		body !== undefined && functionCall(body) !== undefined ? resolveFunctions(body) : body,
		{
			type: textOf(properties, "TemplateType") === "JITP" ? "JITP" : "FLEET_PROVISIONING",
			hook:
				hook === undefined
					? "none"
					: { node: hook, payloadVersion: valueAt(hook, "PayloadVersion"), needs: "PayloadVersion" },
		},
		gathering,
	);
}
