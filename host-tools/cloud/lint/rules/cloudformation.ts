import type { CloudFormationResource, CloudFormationTemplate } from "../documents/document.js";
import { functionCall, substitutions } from "../documents/resolve-functions.js";
import type { Fix } from "../finding.js";
import { nearest } from "../policy/nearest.js";
import { editWithin, isString, itemsOf, type Member, memberNamed, membersOf, valueAt } from "../text/located.js";
import { impossible, propertiesOfType, propertyValues, renamed, typeNames } from "./cloudformation-types.js";
import { quote, type Rule, type Violation } from "./rule.js";

export const cfnType: Rule<CloudFormationTemplate> = {
	id: "cfn-type",
	severity: "error",
	finds: "an `AWS::IoT::` type that CloudFormation does not have",
	*check({ resources }) {
		for (const { type, typeNode } of resources) {
			const name = /^AWS::IoT::(.*)$/s.exec(type)?.[1];
			if (name === undefined || typeNames.includes(name)) continue;
			const similar = nearest(name, typeNames);
			const mend =
				similar === undefined
					? "CloudFormation's reference lists the types of AWS IoT"
					: `did you mean AWS::IoT::${similar}?`;
			yield { at: typeNode, message: `CloudFormation has no type ${quote(type)}`, mend };
		}
	},
};

export const cfnProperty: Rule<CloudFormationTemplate> = {
	id: "cfn-property",
	severity: "error",
	isMended: true,
	finds:
		"a property that an `AWS::IoT::` type does not have, e.g. `Type` for `TemplateType`, or `ThingTypeName` on a thing",
	*check({ resources, file }) {
		for (const resource of resources) {
			const known = propertiesOfType(resource.type)?.known;
			if (known === undefined) continue;
			for (const member of membersOf(resource.properties)) {
				if (!known.includes(member.name) && !member.name.startsWith("Fn::"))
					yield unknownProperty(resource, member, known, file);
			}
			yield* nestedProblems(resource);
		}
	},
};

function unknownProperty(
	{ type, properties }: CloudFormationResource,
	member: Member,
	known: readonly string[],
	file: string,
): Violation {
	const { name, nameRange, value } = member;
	const key = `${type}.${name}`;
	const better = Object.hasOwn(renamed, key) ? renamed[key] : undefined;
	const similar = better ?? nearest(name, known);
	const why = Object.hasOwn(impossible, key) ? impossible[key] : undefined;
	const at = { range: nameRange, path: value.path };
	const mend = why ?? (similar === undefined ? `it has ${known.join(", ")}` : `write ${similar}`);
	const isFree = better !== undefined && memberNamed(properties, better) === undefined;
	return {
		at,
		message: `${type} has no property ${quote(name)}`,
		mend,
		fix: isFree ? renameFix(member, better, file) : undefined,
	};
}

function renameFix({ name, nameRange: { start, end } }: Member, better: string, file: string): Fix | undefined {
	const at = file.slice(start, end).indexOf(name);
	if (at < 0) return undefined;
	const range = { start: start + at, end: start + at + name.length };
	return { says: `${better} in place of ${name}`, edits: [{ range, text: better }] };
}

/** One level deeper, where people's mistakes were seen. */
const nested: Readonly<Record<string, readonly string[]>> = Object.freeze({
	"AWS::IoT::ProvisioningTemplate.PreProvisioningHook": ["PayloadVersion", "TargetArn"],
	"AWS::IoT::Thing.AttributePayload": ["Attributes"],
	"AWS::IoT::CACertificate.RegistrationConfig": ["RoleArn", "TemplateBody", "TemplateName"],
});

function* nestedProblems({ type, properties }: CloudFormationResource): Iterable<Violation> {
	for (const [key, known] of Object.entries(nested)) {
		if (!key.startsWith(`${type}.`)) continue;
		const owner = valueAt(properties, key.slice(type.length + 1));
		if (owner === undefined || functionCall(owner) !== undefined) continue;
		for (const { name, nameRange, value } of membersOf(owner)) {
			if (known.includes(name)) continue;
			yield {
				at: { range: nameRange, path: value.path },
				message: `${key.slice("AWS::IoT::".length)} has no member ${quote(name)}`,
				mend: `it has ${known.join(", ")}`,
			};
		}
	}
}

export const cfnRequired: Rule<CloudFormationTemplate> = {
	id: "cfn-required",
	severity: "error",
	finds: "an `AWS::IoT::` resource without a property that it has to have",
	*check({ resources }) {
		for (const { type, node, typeNode, properties } of resources) {
			if (membersOf(properties).some(({ name }) => name.startsWith("Fn::"))) continue;
			for (const name of propertiesOfType(type)?.required ?? []) {
				if (memberNamed(properties, name) !== undefined) continue;
				yield { at: { range: typeNode.range, path: node.path }, message: `${type} needs ${name}`, mend: `add ${name}` };
			}
		}
	},
};

export const cfnValue: Rule<CloudFormationTemplate> = {
	id: "cfn-value",
	severity: "error",
	finds: "a value that a property of an `AWS::IoT::` type does not take",
	*check({ resources }) {
		for (const { type, properties } of resources) {
			for (const { name, value } of membersOf(properties)) {
				const key = `${type}.${name}`;
				const values = Object.hasOwn(propertyValues, key) ? propertyValues[key] : undefined;
				if (values === undefined || !isString(value) || values.includes(value.text)) continue;
				yield { at: value, message: `${name} is ${quote(value.text)}`, mend: `write one of ${values.join(", ")}` };
			}
		}
	},
};

export const cfnSubVariable: Rule<CloudFormationTemplate> = {
	id: "cfn-sub-variable",
	severity: "error",
	isMended: true,
	finds: "a policy variable in Fn::Sub without `!`: CloudFormation looks for a resource of that name",
	*check({ root, file }) {
		for (const text of substitutions(root)) {
			for (const { index, 0: whole, 1: name } of text.text.matchAll(/\$\{((?:iot|aws):[A-Za-z][^{}]*)\}/g)) {
				const edit = editWithin(file, text, index + 2, index + 2, "!");
				const fix = edit && { says: `\${!${name}} in place of ${whole}`, edits: [edit] };
				yield {
					at: text,
					message: `CloudFormation takes ${whole} for a reference of its own`,
					mend: `write \${!${name}}`,
					fix,
				};
			}
		}
	},
};

export const cfnPrivateKey: Rule<CloudFormationTemplate> = {
	id: "private-key-output",
	severity: "warning",
	finds: "a private key as an output of CloudFormation or Terraform: who may read the stack or the state has it",
	*check({ root }) {
		for (const { value } of membersOf(valueAt(root, "Outputs"))) {
			const output = valueAt(value, "Value");
			const call = output && functionCall(output);
			if (call?.name !== "Fn::GetAtt" || output === undefined) continue;
			const attribute = itemsOf(call.value).at(-1);
			if (!isString(attribute) || !/private_?key/i.test(attribute.text)) continue;
			yield {
				at: output,
				message: "whoever may describe the stack reads this private key",
				mend: "make the key on the device and its certificate from a CSR, or keep it in Secrets Manager",
			};
		}
	},
};
