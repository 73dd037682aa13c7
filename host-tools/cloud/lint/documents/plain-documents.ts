import { addBehaviors, addBody, addJob, addName, addPolicy } from "./add-documents.js";
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
	valueOf,
} from "../text/located.js";
import type { NamedResource } from "./document.js";
import type { Gathering } from "./gathering.js";
import { looksLikePolicy } from "./read-policy.js";

const templateTypes = ["AWS::IoT::Thing", "AWS::IoT::Certificate", "AWS::IoT::Policy"];
const templateSections = ["Parameters", "Mappings", "Resources", "DeviceConfiguration"];

/** The body of a provisioning template: resources of AWS IoT's three types, most of them. */
export function looksLikeTemplateBody(root: Located | undefined): root is LocatedObject {
	const types = membersOf(valueOf(root, "Resources")).map(({ value }) => textOf(value, "Type"));
	if (types.length === 0 || !types.some((type) => templateTypes.includes(type ?? ""))) return false;
	if (types.every((type) => templateTypes.includes(type ?? ""))) return !isCloudFormationThing(root);
	return membersOf(root).every(({ name }) => templateSections.includes(name)) && hasTemplateSigns(root);
}

/** What only a provisioning template has. */
function hasTemplateSigns(root: Located | undefined): boolean {
	if (memberNamed(root, "DeviceConfiguration") !== undefined) return true;
	return membersOf(valueOf(root, "Resources")).some(
		({ value }) =>
			memberNamed(value, "OverrideSettings") !== undefined ||
			memberNamed(valueOf(value, "Properties"), "CertificateId") !== undefined,
	);
}

/** CloudFormation has a thing's attributes one level deeper. */
function isCloudFormationThing(root: Located | undefined): boolean {
	if (hasTemplateSigns(root)) return false;
	return membersOf(valueOf(root, "Resources")).some(({ value }) => {
		return isObject(valueOf(value, "Properties", "AttributePayload", "Attributes"));
	});
}

/** A document that is a file of its own, or the input or output of a command of the AWS CLI that has documents in it. */
export function plainDocuments(root: Located, gathering: Gathering): void {
	if (isArray(root)) return addBehaviorList(root, gathering);
	if (!isObject(root)) return;
	if (looksLikePolicy(root)) return addPolicy(root, undefined, gathering);
	if (looksLikeTemplateBody(root)) return addBody(root, {}, gathering);
	addInputs(root, gathering);
	if (gathering.documents.length === 0 && looksLikeJobDocument(root)) addJob(root, gathering);
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
	addPolicy(valueOf(root, "policyDocument"), "iot", gathering);
	addPolicy(valueOf(root, "PolicyDocument"), "iam", gathering);
	addPolicy(valueOf(root, "AssumeRolePolicyDocument"), "trust", gathering);
	const body = valueOf(root, "templateBody");
	if (body !== undefined) {
		const hook = valueOf(root, "preProvisioningHook");
		const payloadVersion = valueOf(hook, "payloadVersion");
		const isWhole = memberNamed(root, "provisioningRoleArn") !== undefined;
		addBody(
			body,
			{
				type: textOf(root, "type") === "JITP" ? "JITP" : isWhole ? "FLEET_PROVISIONING" : undefined,
				hook: hook === undefined ? (isWhole ? "none" : undefined) : { node: hook, payloadVersion, needs: "payloadVersion" },
			},
			gathering,
		);
	}
	const behaviors = valueOf(root, "behaviors");
	if (isArray(behaviors)) addBehaviorList(behaviors, gathering);
	if (["jobId", "targets", "jobTemplateId"].some((name) => memberNamed(root, name) !== undefined)) {
		addJob(valueOf(root, "document"), gathering);
	}
	if (gathering.documents.length === 0) return;
	for (const { name, value } of root.members) {
		const what = Object.hasOwn(names, name) ? names[name] : undefined;
		if (what !== undefined) addName(value, what, gathering);
	}
}

function addBehaviorList(list: Located, gathering: Gathering): void {
	const items = itemsOf(list);
	if (!items.some((item) => isString(valueOf(item, "metric")) && memberNamed(item, "name") !== undefined)) return;
	addBehaviors(list, "api", gathering);
}

/** A device knows what to do by `operation` or `steps`, and AWS puts values in for its placeholders. */
function looksLikeJobDocument(root: LocatedObject): boolean {
	if (textOf(root, "operation") !== undefined) return true;
	if (itemsOf(valueOf(root, "steps")).some((step) => isObject(valueOf(step, "action")))) return true;
	for (const node of allNodes(root)) if (isString(node) && node.text.includes("${aws:iot:")) return true;
	return false;
}
