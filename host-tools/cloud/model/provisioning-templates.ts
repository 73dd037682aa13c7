import type { Project } from "../project/project.js";
import type { Value } from "./resource.js";

export interface TemplateNames {
	/** Thing names are this, a hyphen and the serial number. */
	readonly prefix: string;
	readonly policyName: string;
	readonly thingTypeName: string;
	readonly groupName: string;
}

const string = { Type: "String" };

function thing(
	project: Project,
	{ prefix, thingTypeName, groupName }: TemplateNames,
	override: Value,
	serialNumber: Value,
): Value {
	return {
		Type: "AWS::IoT::Thing",
		Properties: {
			ThingName: { "Fn::Join": ["", [`${prefix}-`, serialNumber]] },
			ThingTypeName: thingTypeName,
			ThingGroups: [groupName],
			AttributePayload: {
				serialNumber,
				firstCertificate: { Ref: "AWS::IoT::Certificate::Id" },
				...project.attributes,
			},
		},
		OverrideSettings: override,
	};
}

const certificate: Value = {
	Type: "AWS::IoT::Certificate",
	Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "ACTIVE" },
};

/**
 * A thing named after the device's SerialNumber, its new certificate, and the policy. A thing that exists is left alone and the device refused:
 * otherwise whoever has a claim and knows a serial number becomes that device. The certificate's id is an attribute because CreateThing of a
 * thing with equal attributes succeeds, and nobody says what FAIL does then.
 */
export function fleetTemplate(project: Project, names: TemplateNames): Value {
	const refuse = { AttributePayload: "FAIL", ThingTypeName: "FAIL", ThingGroups: "FAIL" };
	return {
		Parameters: { SerialNumber: string, "AWS::IoT::Certificate::Id": string },
		Resources: {
			thing: thing(project, names, refuse, { Ref: "SerialNumber" }),
			certificate,
			policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: names.policyName } },
		},
	};
}

/** Another certificate for a thing that is there, which stays as it is. Its hook sees to it that a device asks for itself. */
export function rotationTemplate({ policyName }: TemplateNames): Value {
	const leave = { AttributePayload: "DO_NOTHING", ThingTypeName: "DO_NOTHING", ThingGroups: "DO_NOTHING" };
	return {
		Parameters: { ThingName: string, "AWS::IoT::Certificate::Id": string },
		Resources: {
			thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "ThingName" } }, OverrideSettings: leave },
			certificate,
			policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: policyName } },
		},
	};
}

/** For certificates of a CA of one's own: the thing's name and serial number are the subject's common name. */
export function jitpTemplate(project: Project, names: TemplateNames): Value {
	const refuse = { AttributePayload: "FAIL", ThingTypeName: "FAIL", ThingGroups: "FAIL" };
	const commonName = { Ref: "AWS::IoT::Certificate::CommonName" };
	return {
		Parameters: { "AWS::IoT::Certificate::CommonName": string, "AWS::IoT::Certificate::Id": string },
		Resources: {
			thing: thing(project, names, refuse, commonName),
			certificate,
			policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: names.policyName } },
		},
	};
}
