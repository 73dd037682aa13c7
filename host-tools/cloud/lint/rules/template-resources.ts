import type { ProvisioningTemplate } from "../documents/document.js";
import { functionCall } from "../documents/resolve-functions.js";
import { hole, isString, type Located, memberNamed, membersOf, valueAt } from "../text/located.js";
import { quote, type Rule } from "./rule.js";
import { resourcesOfType } from "./template-shape.js";

export const templateCertificate: Rule<ProvisioningTemplate> = {
	id: "template-certificate",
	severity: "error",
	finds:
		'a provisioning template without a certificate, or with one that is not the device\'s: fleet provisioning takes `CertificateId` `{"Ref": "AWS::IoT::Certificate::Id"}`',
	*check(template) {
		const [certificate] = resourcesOfType(template, "AWS::IoT::Certificate");
		const mend = 'write "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}';
		if (certificate === undefined) {
			const at = memberNamed(template.root, "Resources");
			yield {
				at: at === undefined ? template.root : { range: at.nameRange, path: at.value.path },
				message: "the template has no AWS::IoT::Certificate: nothing is made of the device's certificate",
				mend: `add one; ${mend}`,
			};
			return;
		}
		const at = { range: certificate.nameRange, path: certificate.value.path };
		const properties = valueAt(certificate.value, "Properties");
		const sources = ["CertificateId", "CertificateSigningRequest", "CertificatePem"].filter(
			(name) => memberNamed(properties, name) !== undefined,
		);
		if (sources.length === 0)
			yield {
				at,
				message: "the certificate has neither CertificateId nor CertificateSigningRequest nor CertificatePem",
				mend,
			};
		else if (sources.length > 1)
			yield { at, message: `the certificate has ${sources.join(" and ")}`, mend: "leave one of them" };
		else if (template.type !== undefined && !isOwnId(valueAt(properties, "CertificateId"), template)) {
			yield {
				at: valueAt(properties, sources[0] ?? "") ?? at,
				message: "a device's certificate is known by its id alone",
				mend,
			};
		}
	},
};

/** A parameter may stand for it as well, where a hook or the device gives it. */
function isOwnId(id: Located | undefined, { type }: ProvisioningTemplate): boolean {
	if (id === undefined) return false;
	const call = functionCall(id);
	if (call?.name === "Ref" && isString(call.value))
		return type !== "JITP" || call.value.text === "AWS::IoT::Certificate::Id";
	return call !== undefined && type !== "JITP";
}

export const templateStatus: Rule<ProvisioningTemplate> = {
	id: "template-status",
	severity: "error",
	finds:
		"a certificate's Status that is neither ACTIVE nor INACTIVE, or that is missing where the template is for just-in-time provisioning",
	*check(template) {
		for (const certificate of resourcesOfType(template, "AWS::IoT::Certificate")) {
			const status = valueAt(certificate.value, "Properties", "Status");
			const at = { range: certificate.nameRange, path: certificate.value.path };
			if (status === undefined) {
				if (template.type === "JITP")
					yield { at, message: "the certificate has no Status", mend: 'add "Status": "ACTIVE"' };
			} else if (isString(status) && !status.text.includes(hole) && !/^(?:in)?active$/i.test(status.text)) {
				yield {
					at: status,
					message: `Status is ${quote(status.text)}`,
					mend: "write ACTIVE, or INACTIVE for one that is activated later",
				};
			}
		}
	},
};

export const templateThing: Rule<ProvisioningTemplate> = {
	id: "template-thing",
	severity: "error",
	finds: "a thing without ThingName, with attributes that AWS does not take, or with more than three and no thing type",
	*check(template) {
		for (const thing of resourcesOfType(template, "AWS::IoT::Thing")) {
			const properties = valueAt(thing.value, "Properties");
			const at = { range: thing.nameRange, path: thing.value.path };
			if (memberNamed(properties, "ThingName") === undefined)
				yield { at, message: "the thing has no ThingName", mend: 'add one, e.g. {"Ref": "SerialNumber"}' };
			const payload = valueAt(properties, "AttributePayload");
			const attributes = membersOf(payload);
			if (payload !== undefined && attributes.length > 3 && memberNamed(properties, "ThingTypeName") === undefined) {
				yield {
					at: payload,
					message: `a thing without a type has three attributes at most: these are ${attributes.length}`,
					mend: "give it a ThingTypeName, or leave some out",
				};
			}
			for (const { name, nameRange, value } of attributes) {
				if (!/^[a-zA-Z0-9_.,@/:#-]{1,128}$/.test(name)) {
					yield {
						at: { range: nameRange, path: value.path },
						message: `no attribute can be called ${quote(name)}`,
						mend: "use letters, digits and _ . , @ / : # -",
					};
				}
				if (isString(value) && !value.text.includes(hole) && !/^[a-zA-Z0-9_.,@/:#=[\]-]{0,800}$/.test(value.text)) {
					yield {
						at: value,
						message: `no attribute can have the value ${quote(value.text)}`,
						mend: "use letters, digits and _ . , @ / : # = [ ] -, no spaces, 800 at most",
					};
				}
			}
		}
	},
};

export const templatePolicy: Rule<ProvisioningTemplate> = {
	id: "template-policy",
	severity: "error",
	finds: "a policy of a provisioning template with both PolicyName and PolicyDocument, or neither",
	*check(template) {
		for (const policy of resourcesOfType(template, "AWS::IoT::Policy")) {
			const properties = valueAt(policy.value, "Properties");
			const count = ["PolicyName", "PolicyDocument"].filter(
				(name) => memberNamed(properties, name) !== undefined,
			).length;
			if (count === 1) continue;
			yield {
				at: { range: policy.nameRange, path: policy.value.path },
				message: `the policy has ${count === 0 ? "neither PolicyName nor PolicyDocument" : "PolicyName and PolicyDocument"}`,
				mend: "name a policy that is there by PolicyName, or write one down as PolicyDocument",
			};
		}
	},
};
