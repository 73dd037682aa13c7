import {
	isObject,
	isString,
	itemsOf,
	type Located,
	type LocatedObject,
	memberNamed,
	membersOf,
	textOf,
	valueOf,
} from "../text/located.js";
import { addBehaviors, addBody, addJob, addName, addPolicy } from "./add-documents.js";
import type { CloudFormationResource, NamedResource, PolicyFlavour } from "./document.js";
import type { Gathering } from "./gathering.js";
import { looksLikeTemplateBody } from "./plain-documents.js";
import { functionCall, resolveFunctions } from "./resolve-functions.js";

/** Only CloudFormation has them at the top. */
const ownSections = ["Transform", "Outputs", "Conditions", "Metadata", "Rules"];

/** A template of CloudFormation or SAM; a provisioning template looks similar, and is JSON. */
export function looksLikeCloudFormation(root: Located, language: "json" | "yaml"): boolean {
	if (!isObject(root)) return false;
	const resources = membersOf(valueOf(root, "Resources"));
	const hasTypes = resources.some(({ value }) => textOf(value, "Type")?.includes("::"));
	if (memberNamed(root, "AWSTemplateFormatVersion") !== undefined) return true;
	if (!hasTypes) return false;
	if (ownSections.some((section) => memberNamed(root, section) !== undefined)) return true;
	return language === "yaml" || !looksLikeTemplateBody(root);
}

export function cloudFormationDocuments(root: Located, gathering: Gathering): void {
	if (!isObject(root)) return;
	const resources = membersOf(valueOf(root, "Resources")).flatMap(({ name, value }): CloudFormationResource[] => {
		const type = valueOf(value, "Type");
		if (!isObject(value) || !isString(type)) return [];
		const properties = valueOf(value, "Properties");
		return [{ name, type: type.text, typeNode: type, node: value, properties: isObject(properties) ? properties : undefined }];
	});
	gathering.documents.push({ kind: "cloudformation", stack: { root, resources, file: gathering.file } });
	for (const resource of resources) documentsOf(resource, gathering);
}

function documentsOf({ type, properties }: CloudFormationResource, gathering: Gathering): void {
	if (properties === undefined) return;
	const known = resolveFunctions(properties);
	if (!isObject(known)) return;
	const policy = (node: Located | undefined, flavour: PolicyFlavour) => addPolicy(node, flavour, gathering);
	const name = (what: NamedResource["what"], member: string) => addName(valueOf(known, member), what, gathering);
	switch (type) {
		case "AWS::IoT::Policy":
			policy(valueOf(known, "PolicyDocument"), "iot");
			return name("policy", "PolicyName");
		case "AWS::IoT::ProvisioningTemplate":
			addTemplate(properties, gathering);
			return name("template", "TemplateName");
		case "AWS::IoT::CACertificate":
			return addBody(valueOf(known, "RegistrationConfig", "TemplateBody"), { type: "JITP", hook: "none" }, gathering);
		case "AWS::IoT::SecurityProfile":
			addBehaviors(valueOf(known, "Behaviors"), "cloudformation", gathering);
			return name("securityProfile", "SecurityProfileName");
		case "AWS::IoT::Job":
			addJob(valueOf(known, "Document"), gathering);
			return name("job", "JobId");
		case "AWS::IoT::JobTemplate":
			addJob(valueOf(known, "Document"), gathering);
			return name("jobTemplate", "JobTemplateId");
		case "AWS::IoT::Thing":
			return name("thing", "ThingName");
		case "AWS::IoT::ThingType":
			return name("thingType", "ThingTypeName");
		case "AWS::IoT::ThingGroup":
			return name("thingGroup", "ThingGroupName");
		case "AWS::IoT::RoleAlias":
			return name("roleAlias", "RoleAlias");
		case "AWS::IoT::TopicRule":
			return name("topicRule", "RuleName");
		case "AWS::IAM::Role":
			policy(valueOf(known, "AssumeRolePolicyDocument"), "trust");
	}
	if (!type.startsWith("AWS::IAM::")) return;
	policy(valueOf(known, "PolicyDocument"), "iam");
	for (const inline of itemsOf(valueOf(known, "Policies"))) policy(valueOf(inline, "PolicyDocument"), "iam");
}

function addTemplate(properties: LocatedObject, gathering: Gathering): void {
	const hook = valueOf(properties, "PreProvisioningHook");
	const body = valueOf(properties, "TemplateBody");
	addBody(
		// The functions in a template's body are the template's own.
		body !== undefined && functionCall(body) !== undefined ? resolveFunctions(body) : body,
		{
			type: textOf(properties, "TemplateType") === "JITP" ? "JITP" : "FLEET_PROVISIONING",
			hook:
				hook === undefined
					? "none"
					: { node: hook, payloadVersion: valueOf(hook, "PayloadVersion"), needs: "PayloadVersion" },
		},
		gathering,
	);
}
