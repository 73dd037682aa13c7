import type { ProvisioningTemplate } from "../documents/document.js";
import { functionCall } from "../documents/resolve-functions.js";
import { nearest } from "../policy/nearest.js";
import {
	isArray,
	isObject,
	isString,
	type Located,
	type Member,
	memberNamed,
	membersOf,
	textOf,
	valueAt,
} from "../text/located.js";
import { quote, type Rule, type Violation } from "./rule.js";

const sections = ["Parameters", "Mappings", "Resources", "DeviceConfiguration"];

const propertiesOf: Readonly<Record<string, readonly string[]>> = Object.freeze({
	"AWS::IoT::Thing": ["ThingName", "AttributePayload", "ThingTypeName", "ThingGroups", "BillingGroup"],
	"AWS::IoT::Certificate": [
		"CertificateId",
		"CertificateSigningRequest",
		"CertificatePem",
		"CACertificatePem",
		"Status",
		"ThingPrincipalType",
	],
	"AWS::IoT::Policy": ["PolicyName", "PolicyDocument"],
});

export function resourcesOfType({ root }: ProvisioningTemplate, type: string): readonly Member[] {
	return membersOf(valueAt(root, "Resources")).filter(({ value }) => textOf(value, "Type") === type);
}

export const templateMalformed: Rule<ProvisioningTemplate> = {
	id: "template-malformed",
	severity: "error",
	isAmbiguous: true,
	finds:
		"a provisioning template that AWS refuses: sections, resource types or properties that it does not know, parameters that are no String, two things or certificates",
	*check(template) {
		const { root } = template;
		yield* unknownNames(root, sections, "a provisioning template has no section");
		for (const { name, value } of membersOf(valueAt(root, "Parameters"))) {
			if (textOf(value, "Type") === "String") continue;
			yield {
				at: valueAt(value, "Type") ?? value,
				message: `the parameter ${quote(name)} is no String`,
				mend: 'write "Type": "String", the only one there is',
			};
		}
		for (const { value } of membersOf(valueAt(root, "Resources"))) yield* resourceProblems(value);
		for (const type of ["AWS::IoT::Thing", "AWS::IoT::Certificate"]) {
			const [, second] = resourcesOfType(template, type);
			if (second === undefined) continue;
			yield {
				at: { range: second.nameRange, path: second.value.path },
				message: `a second ${type}`,
				mend: "a template makes one",
			};
		}
	},
};

function* resourceProblems(resource: Located): Iterable<Violation> {
	yield* unknownNames(resource, ["Type", "Properties", "OverrideSettings"], "a resource has no member");
	const type = valueAt(resource, "Type");
	const name = isString(type) ? type.text : undefined;
	const known = name !== undefined && Object.hasOwn(propertiesOf, name) ? propertiesOf[name] : undefined;
	if (known === undefined) {
		const mend = `write one of ${Object.keys(propertiesOf).join(", ")}`;
		yield {
			at: type ?? resource,
			message: `templates make no ${name === undefined ? "resource without a Type" : quote(name)}`,
			mend,
		};
		return;
	}
	yield* unknownNames(valueAt(resource, "Properties"), known, `${name} has no property`);
}

function* unknownNames(node: Located | undefined, known: readonly string[], says: string): Iterable<Violation> {
	for (const { name, nameRange, value } of membersOf(node)) {
		if (known.includes(name)) continue;
		const similar = nearest(name, known);
		const mend = similar === undefined ? `known are ${known.join(", ")}` : `did you mean ${similar}?`;
		yield { at: { range: nameRange, path: value.path }, message: `${says} ${quote(name)}`, mend };
	}
}

const functions = ["Ref", "Fn::Join", "Fn::Select", "Fn::FindInMap", "Fn::Split", "Fn::Sub"];

export const templateFunction: Rule<ProvisioningTemplate> = {
	id: "template-function",
	severity: "error",
	finds:
		"a function that provisioning templates do not have (they have Ref, Fn::Join, Fn::Select, Fn::FindInMap, Fn::Split and Fn::Sub)",
	*check({ root }) {
		for (const { node, call } of calls(root)) {
			if (functions.includes(call.name)) continue;
			yield {
				at: node,
				message: `provisioning templates have no ${call.name}`,
				mend: `use one of ${functions.join(", ")}`,
			};
		}
	},
};

/** Every call of a function in `node`. */
function* calls(node: Located): Iterable<{ node: Located; call: Member }> {
	const call = functionCall(node);
	if (call !== undefined) yield { node, call };
	if (isObject(node)) for (const { value } of node.members) yield* calls(value);
	if (isArray(node)) for (const item of node.items) yield* calls(item);
}

/** What AWS gives for a certificate, the last ones in just-in-time provisioning only. */
const ofCertificate =
	/^AWS::IoT::Certificate::(?:Id|Country|Organization|OrganizationalUnit|DistinguishedNameQualifier|StateName|CommonName|SerialNumber)$/;

export const templateReference: Rule<ProvisioningTemplate> = {
	id: "template-reference",
	severity: "error",
	finds:
		"a Ref, or a variable of Fn::Sub, to what is neither a declared parameter nor a resource; AWS finds it when a device registers",
	*check({ root, type }) {
		const declared = [...membersOf(valueAt(root, "Parameters")), ...membersOf(valueAt(root, "Resources"))].map(
			({ name }) => name,
		);
		for (const { node, call } of calls(root)) {
			for (const { name, at } of referencesOf(node, call)) {
				if (
					declared.includes(name) ||
					(ofCertificate.test(name) && (type !== "FLEET_PROVISIONING" || name.endsWith("::Id")))
				)
					continue;
				if (call.name === "Fn::Sub" && /^AWS::(?:Region|AccountId)$/.test(name)) continue;
				const mend = /^AWS::(?:Region|AccountId)$/.test(name)
					? `write {"Fn::Sub": "…\${${name}}…"}, which knows it`
					: `declare it under Parameters, or mend the name`;
				yield {
					at,
					message: `${quote(name)} is neither a parameter nor a resource: the device is rejected with InvalidParameters`,
					mend,
				};
			}
		}
	},
};

function* referencesOf(node: Located, { name, value }: Member): Iterable<{ name: string; at: Located }> {
	if (name === "Ref" && isString(value)) yield { name: value.text, at: node };
	if (name !== "Fn::Sub") return;
	const [text, own] = isArray(value) ? value.items : [value];
	if (!isString(text)) return;
	for (const [, variable = ""] of text.text.matchAll(/\$\{([^{}]*)\}/g)) {
		if (variable.startsWith("!") || memberNamed(own, variable) !== undefined || /^(?:iot|aws):/.test(variable))
			continue;
		yield { name: variable, at: text };
	}
}

/** Characters of a template's body (API model, TemplateBody). */
const mostCharacters = 10_240;

export const templateTooLong: Rule<ProvisioningTemplate> = {
	id: "template-too-long",
	severity: "error",
	finds: `a provisioning template of more than ${mostCharacters} characters`,
	*check({ root, characters }) {
		if (characters <= mostCharacters) return;
		yield {
			at: { range: { start: root.range.start, end: root.range.start + 1 }, path: root.path },
			message: `the template's body has ${characters} characters: AWS takes ${mostCharacters}`,
			mend: "leave white space out, and name a policy by PolicyName instead of writing it down",
		};
	},
};
