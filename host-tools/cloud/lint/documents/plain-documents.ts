import {
	allNodes,
	isArray,
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
import type { NamedResource } from "./document.js";
import { evaluated, isTemplateFile } from "./evaluated.js";
import type { Gathering } from "./gathering.js";
import { looksLikePolicy } from "./read-policy.js";

const templateTypes = ["AWS::IoT::Thing", "AWS::IoT::Certificate", "AWS::IoT::Policy"];
const templateSections = ["Parameters", "Mappings", "Resources", "DeviceConfiguration"];

/** The body of a provisioning template: resources of AWS IoT's three types, most of them. */
export function looksLikeTemplateBody(root: Located | undefined): root is LocatedObject {
	const types = membersOf(valueAt(root, "Resources")).map(({ value }) => textOf(value, "Type"));
	if (types.length === 0 || !types.some((type) => templateTypes.includes(type ?? ""))) return false;
	if (types.every((type) => templateTypes.includes(type ?? ""))) return !isCloudFormationThing(root);
	return membersOf(root).every(({ name }) => templateSections.includes(name)) && hasTemplateSigns(root);
}

/** What only a provisioning template has. */
function hasTemplateSigns(root: Located | undefined): boolean {
	if (memberNamed(root, "DeviceConfiguration") !== undefined) return true;
	return membersOf(valueAt(root, "Resources")).some(
		({ value }) =>
			memberNamed(value, "OverrideSettings") !== undefined ||
			memberNamed(valueAt(value, "Properties"), "CertificateId") !== undefined,
	);
}

/** CloudFormation has a thing's attributes one level deeper. */
function isCloudFormationThing(root: Located | undefined): boolean {
	if (hasTemplateSigns(root)) return false;
	return membersOf(valueAt(root, "Resources")).some(({ value }) => {
		return isObject(valueAt(value, "Properties", "AttributePayload", "Attributes"));
	});
}

/** A document that is a file of its own, or the input or output of a command of the AWS CLI that has documents in it. */
export function plainDocuments(written: Located, gathering: Gathering): void {
	const root = isTemplateFile(written) ? evaluated(written) : written;
	if (isArray(root)) addBehaviorList(root, gathering);
	else if (looksLikePolicy(root)) addPolicy(root, undefined, gathering);
	else if (looksLikeTemplateBody(root)) addBody(root, {}, gathering);
	else if (isObject(root)) {
		addInputs(root, gathering);
		if (gathering.documents.length === 0 && looksLikeJobDocument(root)) addJob(root, gathering);
	}
}

/** Members that say what of AWS IoT is named. */
const names: Readonly<Record<string, NamedResource["what"]>> = Object.freeze({
	templateName: "template",
	policyName: "policy",
	securityProfileName: "securityProfile",
	jobId: "job",
	jobTemplateId: "jobTemplate",
});

/** What `--cli-input-json` takes, by the API's names. */
function addInputs(root: LocatedObject, gathering: Gathering): void {
	addPolicy(valueAt(root, "policyDocument"), "iot", gathering);
	addPolicy(valueAt(root, "PolicyDocument"), "iam", gathering);
	addPolicy(valueAt(root, "AssumeRolePolicyDocument"), "trust", gathering);
	const body = valueAt(root, "templateBody");
	if (body !== undefined) {
		const hook = valueAt(root, "preProvisioningHook");
		const payloadVersion = valueAt(hook, "payloadVersion");
		const isWhole = memberNamed(root, "provisioningRoleArn") !== undefined;
		addBody(
			body,
			{
				type: textOf(root, "type") === "JITP" ? "JITP" : isWhole ? "FLEET_PROVISIONING" : undefined,
				hook:
					hook === undefined ? (isWhole ? "none" : undefined) : { node: hook, payloadVersion, needs: "payloadVersion" },
			},
			gathering,
		);
	}
	const behaviors = valueAt(root, "behaviors");
	if (isArray(behaviors)) addBehaviorList(behaviors, gathering);
	if (["jobId", "targets", "jobTemplateId"].some((name) => memberNamed(root, name) !== undefined)) {
		addJob(valueAt(root, "document"), gathering);
	}
	if (gathering.documents.length === 0) return;
	for (const { name, value } of root.members) {
		const what = Object.hasOwn(names, name) ? names[name] : undefined;
		if (what !== undefined) addName(value, what, gathering);
	}
}

function addBehaviorList(list: Located, gathering: Gathering): void {
	const items = itemsOf(list);
	if (!items.some((item) => isString(valueAt(item, "metric")) && memberNamed(item, "name") !== undefined)) return;
	addBehaviors(list, "api", gathering);
}

/** A device knows what to do by `operation` or `steps`, and AWS puts values in for its placeholders. */
function looksLikeJobDocument(root: LocatedObject): boolean {
	if (textOf(root, "operation") !== undefined) return true;
	if (itemsOf(valueAt(root, "steps")).some((step) => isObject(valueAt(step, "action")))) return true;
	for (const node of allNodes(root)) if (isString(node) && node.text.includes("${aws:iot:")) return true;
	return false;
}
