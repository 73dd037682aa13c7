import { policyVariable } from "../text/hcl-template.js";
import {
	allNodes,
	isObject,
	isString,
	itemsOf,
	type Located,
	type LocatedObject,
	membersOf,
	textOf,
	valueAt,
} from "../text/located.js";
import { addBody, addName, addPolicy } from "./add-documents.js";
import type { NamedResource, TerraformBlock, TerraformModule } from "./document.js";
import { evaluated } from "./evaluated.js";
import type { Gathering } from "./gathering.js";
import { readPolicyData } from "./read-policy-data.js";

/** Terraform's JSON: `{"resource": {"aws_iot_policy": {"device": {…}}}}`. */
export function looksLikeTerraform(root: Located): boolean {
	const isNested = (kind: "resource" | "data") =>
		membersOf(valueAt(root, kind)).some(({ name, value }) => /^[a-z][a-z0-9]*_\w+$/.test(name) && isObject(value));
	const isOutput = membersOf(valueAt(root, "output")).some(({ value }) => valueAt(value, "value") !== undefined);
	return isNested("resource") || isNested("data") || isOutput;
}

/** The blocks of Terraform's JSON, as HCL has them. */
export function jsonBlocks(root: Located): readonly TerraformBlock[] {
	const withLabels = (type: string, labels: readonly string[], node: Located, depth: number): TerraformBlock[] => {
		if (depth === 0)
			return itemsOf(node)
				.filter(isObject)
				.map((body) => ({ type, labels, body: evaluated(body) }));
		return membersOf(node).flatMap(({ name, value }) => withLabels(type, [...labels, name], value, depth - 1));
	};
	return membersOf(root).flatMap(({ name, value }) => {
		return withLabels(name, [], value, { resource: 2, data: 2, output: 1, variable: 1, module: 1 }[name] ?? 0);
	});
}

export function terraformDocuments(blocks: readonly TerraformBlock[], gathering: Gathering): void {
	const variables = blocks.flatMap(({ body }) => [...unescaped(body, gathering.file)]);
	gathering.documents.push({ kind: "terraform", module: { blocks, variables, file: gathering.file } });
	for (const block of blocks) documentsOf(block, gathering);
}

/** Policy variables without the `$` before their `$` that Terraform wants. */
function* unescaped(node: Located, file: string): Iterable<TerraformModule["variables"][number]> {
	for (const string of allNodes(node)) {
		if (!isString(string)) continue;
		for (const { index } of string.text.matchAll(/\$\{/g)) {
			const variable = policyVariable.exec(string.text.slice(index))?.[0];
			if (variable === undefined || file[string.at(index) - 1] === "$") continue;
			yield { text: variable, string, index };
		}
	}
}

const named: Readonly<Record<string, NamedResource["what"]>> = Object.freeze({
	aws_iot_policy: "policy",
	aws_iot_provisioning_template: "template",
	aws_iot_thing: "thing",
	aws_iot_thing_type: "thingType",
	aws_iot_thing_group: "thingGroup",
	aws_iot_topic_rule: "topicRule",
});

const iamPolicies = ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"];

function documentsOf({ type, labels: [kind = ""], body }: TerraformBlock, gathering: Gathering): void {
	if (type === "locals") documentsIn(body, gathering);
	if (type === "data" && kind === "aws_iam_policy_document") {
		gathering.documents.push({ kind: "policy", policy: readPolicyData(body, gathering.file) });
	}
	if (type !== "resource") return;
	const what = Object.hasOwn(named, kind) ? named[kind] : undefined;
	if (what !== undefined) addName(valueAt(body, "name"), what, gathering);
	if (kind === "aws_iot_role_alias") addName(valueAt(body, "alias"), "roleAlias", gathering);
	if (kind === "aws_iot_policy") addPolicy(valueAt(body, "policy"), "iot", gathering);
	if (iamPolicies.includes(kind)) addPolicy(valueAt(body, "policy"), "iam", gathering);
	if (kind === "aws_iam_role") {
		addPolicy(valueAt(body, "assume_role_policy"), "trust", gathering);
		for (const inline of blocksNamed(body, "inline_policy")) addPolicy(valueAt(inline, "policy"), "iam", gathering);
	}
	if (kind === "aws_iot_provisioning_template") addTemplate(body, gathering);
	if (kind === "aws_iot_ca_certificate") {
		const [config] = blocksNamed(body, "registration_config");
		addBody(valueAt(config, "template_body"), { type: "JITP", hook: "none" }, gathering);
	}
}

/** Blocks within a block; one that may be repeated is a list in Terraform's JSON. */
export function blocksNamed(body: LocatedObject, name: string): readonly Located[] {
	return body.members.filter((member) => member.name === name).flatMap(({ value }) => itemsOf(value));
}

function addTemplate(body: LocatedObject, gathering: Gathering): void {
	const [hook] = blocksNamed(body, "pre_provisioning_hook");
	addBody(
		valueAt(body, "template_body"),
		{
			type: textOf(body, "type") === "JITP" ? "JITP" : "FLEET_PROVISIONING",
			hook:
				hook === undefined
					? "none"
					: { node: hook, payloadVersion: valueAt(hook, "payload_version"), needs: undefined },
		},
		gathering,
	);
}

/** Local values that are policies, as what they are attached to is said elsewhere. */
function documentsIn(body: LocatedObject, gathering: Gathering): void {
	for (const { value } of body.members) {
		const mayBe = isObject(value) || (isString(value) && value.text.trimStart().startsWith("{"));
		if (mayBe) addPolicy(value, undefined, gathering);
	}
}
