import type { ProvisioningTemplate } from "../documents/document.js";
import { functionCall } from "../documents/resolve-functions.js";
import { hole, isString, itemsOf, type Located, memberNamed, membersOf, textOf, valueAt } from "../text/located.js";
import { quote, type Rule } from "./rule.js";
import { resourcesOfType } from "./template-shape.js";

export const templateOverride: Rule<ProvisioningTemplate> = {
	id: "template-override",
	severity: "error",
	finds:
		"OverrideSettings that AWS does not know: the keys are AttributePayload, ThingTypeName, ThingGroups (things) and Status (certificates)",
	*check(template) {
		for (const type of ["AWS::IoT::Thing", "AWS::IoT::Certificate", "AWS::IoT::Policy"]) {
			const keys = { "AWS::IoT::Thing": thingSettings, "AWS::IoT::Certificate": ["Status"] }[type] ?? [];
			for (const resource of resourcesOfType(template, type)) {
				for (const { name, nameRange, value } of membersOf(valueAt(resource.value, "OverrideSettings"))) {
					const mend = keys.length === 0 ? "leave it out" : `known are ${keys.join(", ")}`;
					if (!keys.includes(name))
						yield {
							at: { range: nameRange, path: value.path },
							message: `${type} has no override setting ${quote(name)}`,
							mend,
						};
					else if (isString(value) && !settingsOf(name).includes(value.text))
						yield {
							at: value,
							message: `${quote(value.text)} is no override setting`,
							mend: `write one of ${settingsOf(name).join(", ")}`,
						};
				}
			}
		}
	},
};

const thingSettings = ["AttributePayload", "ThingTypeName", "ThingGroups"];

function settingsOf(name: string): readonly string[] {
	const always = ["DO_NOTHING", "REPLACE", "FAIL"];
	return name === "AttributePayload" || name === "ThingGroups" ? [...always, "MERGE"] : always;
}

export const templateTakeover: Rule<ProvisioningTemplate> = {
	id: "template-takeover",
	severity: "warning",
	finds:
		"a fleet template that lets whoever has a claim become a thing that exists: no OverrideSettings of the thing is FAIL, and no pre-provisioning hook asks",
	*check(template) {
		if (template.type === "JITP" || (template.hook !== undefined && template.hook !== "none")) return;
		for (const thing of resourcesOfType(template, "AWS::IoT::Thing")) {
			const properties = valueAt(thing.value, "Properties");
			const settings = valueAt(thing.value, "OverrideSettings");
			// Whose name is its certificate's, which is new, meets no other.
			if (isOfCertificate(valueAt(properties, "ThingName"))) continue;
			if (thingSettings.some((name) => textOf(settings, name) === "FAIL")) continue;
			const at = settings ?? { range: thing.nameRange, path: thing.value.path };
			yield {
				at,
				message: "who has a claim and knows a thing's name gets a certificate for it, and the older one stays",
				mend: 'add "OverrideSettings": {"AttributePayload": "FAIL", "ThingTypeName": "FAIL", "ThingGroups": "FAIL"}, or give the template a pre-provisioning hook that asks',
			};
		}
	},
};

function isOfCertificate(name: Located | undefined): boolean {
	if (name === undefined) return false;
	const call = functionCall(name);
	if (call?.name === "Ref") return isString(call.value) && call.value.text === "AWS::IoT::Certificate::Id";
	if (call?.name !== "Fn::Join")
		return isString(call?.value) && call.value.text.includes("${AWS::IoT::Certificate::Id}");
	return itemsOf(call.value).flatMap(itemsOf).some(isOfCertificate);
}

export const templateHook: Rule<ProvisioningTemplate> = {
	id: "template-hook",
	severity: "error",
	finds:
		"a pre-provisioning hook without PayloadVersion, with one that there is not, or on a template for just-in-time provisioning",
	*check({ hook, type }) {
		if (hook === undefined || hook === "none") return;
		const { node, payloadVersion, needs } = hook;
		if (type === "JITP")
			yield {
				at: node,
				message: "a template of type JITP has no pre-provisioning hook",
				mend: "leave it out, or make the type FLEET_PROVISIONING",
			};
		if (payloadVersion === undefined) {
			if (needs !== undefined)
				yield {
					at: node,
					message: `the hook does not say what it is sent: ${needs} is missing`,
					mend: `add ${needs} "2020-04-01"`,
				};
		} else if (
			isString(payloadVersion) &&
			!payloadVersion.text.includes(hole) &&
			payloadVersion.text !== "2020-04-01"
		) {
			yield {
				at: payloadVersion,
				message: `there is no payload version ${quote(payloadVersion.text)}`,
				mend: 'write "2020-04-01", the only one there is',
			};
		}
	},
};

export const templateJitp: Rule<ProvisioningTemplate> = {
	id: "template-jitp",
	severity: "error",
	finds: "Mappings or DeviceConfiguration in a template for just-in-time provisioning",
	*check({ root, type }) {
		if (type !== "JITP") return;
		for (const name of ["Mappings", "DeviceConfiguration"]) {
			const member = memberNamed(root, name);
			if (member === undefined) continue;
			yield {
				at: { range: member.nameRange, path: member.value.path },
				message: `${name} is for templates of type FLEET_PROVISIONING`,
				mend: "leave it out",
			};
		}
	},
};
