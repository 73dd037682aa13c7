import type { Project } from "../../project/project.js";
import { anyIot, carePolicy, installerPolicy, trust, watcherIamPolicy } from "../iam-policies.js";
import { iotArn } from "../iot-arn.js";
import { type LambdaParts, lambda } from "../lambda.js";
import { fleetTemplate, jitpTemplate, rotationTemplate, type TemplateNames } from "../provisioning-templates.js";
import type { Resource } from "../resource.js";
import { JsonText, type Value } from "../resource.js";
import { allow, policyDocument } from "../statement.js";
import { arnOf } from "../value.js";
import type { Foundation } from "./foundation.js";

/** How devices become things: templates, the role that AWS IoT takes on for them, and the functions that it asks before. */
export function provisioning(project: Project, prefix: string, base: Foundation): readonly Resource[] {
	const names: TemplateNames = {
		prefix,
		policyName: base.devicePolicy.name,
		thingTypeName: base.thingType.name,
		groupName: base.fleet.name,
	};
	const role: Resource = {
		id: "ProvisioningRole",
		type: "AWS::IAM::Role",
		name: `${prefix}-provisioning`,
		properties: {
			AssumeRolePolicyDocument: trust("iot.amazonaws.com", anyIot),
			Policies: [{ PolicyName: "provisioning", PolicyDocument: makeThings(base, prefix) }],
		},
		purpose: "What AWS IoT may do when it makes a thing of a device",
	};
	const hook = serialNumberHook(project, prefix);
	const rotationHook = lambda({
		id: "RotationHook",
		name: `${prefix}-rotation-hook`,
		source: "rotation-hook",
		prefix,
		logDays: project.logDays,
		invokedBy: "iot.amazonaws.com",
		purpose: "Lets a device ask for another certificate of its own, and of no other's",
	});
	const template = (
		id: string,
		name: string,
		document: Value,
		purpose: string,
		more: { type?: string; hook?: LambdaParts | undefined } = {},
	): Resource => ({
		id,
		type: "AWS::IoT::ProvisioningTemplate",
		name,
		properties: {
			Description: purpose,
			Enabled: true,
			ProvisioningRoleArn: arnOf(role),
			TemplateBody: new JsonText(document),
			TemplateType: more.type ?? "FLEET_PROVISIONING",
			...(more.hook && { PreProvisioningHook: { PayloadVersion: "2020-04-01", TargetArn: arnOf(more.hook.function) } }),
		},
		dependsOn: [base.devicePolicy, base.thingType, base.fleet, ...(more.hook ? [more.hook.permission] : [])],
		purpose,
	});
	const fleet = template(
		"FleetTemplate",
		prefix,
		fleetTemplate(project, names),
		"Things named after their serial number",
		{ hook },
	);
	const rotation = template(
		"RotationTemplate",
		`${prefix}-rotation`,
		rotationTemplate(names),
		"Another certificate for a thing that is there",
		{ hook: rotationHook },
	);
	return [
		role,
		...(hook?.resources ?? []),
		...rotationHook.resources,
		fleet,
		rotation,
		...ownCa(project, prefix, role, names, template),
		...people(prefix, fleet, base),
	];
}

/** The smallest rights with which RegisterThing was found to work (docs/cloud.md). */
function makeThings({ devicePolicy, thingType, fleet }: Foundation, prefix: string): Value {
	return policyDocument(
		allow(
			["iot:CreateThing", "iot:DescribeThing", "iot:UpdateThing", "iot:ListThingGroupsForThing"],
			iotArn(`thing/${prefix}-*`),
		),
		allow(
			[
				"iot:AttachThingPrincipal",
				"iot:AttachPrincipalPolicy",
				"iot:AttachPolicy",
				"iot:UpdateCertificate",
				"iot:DescribeCertificate",
				"iot:RegisterCertificate",
			],
			"*",
		),
		allow(["iot:AddThingToThingGroup", "iot:DescribeThingGroup"], [arnOf(fleet), iotArn(`thing/${prefix}-*`)]),
		allow("iot:GetPolicy", arnOf(devicePolicy)),
		allow("iot:DescribeThingType", arnOf(thingType)),
	);
}

/** Undefined: any serial number will do. */
function serialNumberHook(project: Project, prefix: string): LambdaParts | undefined {
	const { serialNumbers, demonstrationDevices, logDays } = project;
	if (serialNumbers === undefined) return undefined;
	const common = {
		id: "SerialNumberHook",
		name: `${prefix}-hook`,
		source: "serial-number-hook",
		prefix,
		logDays,
		invokedBy: "iot.amazonaws.com",
		purpose: "Lets only known serial numbers become things",
	} as const;
	const demonstration = Array.from({ length: demonstrationDevices }, (_, index) => `demo-${index + 1}`);
	if (serialNumbers !== "table") {
		const SERIAL_NUMBERS = [...serialNumbers, ...demonstration].join(",");
		return lambda({ ...common, environment: { SERIAL_NUMBERS } });
	}
	const table: Resource = {
		id: "SerialNumbers",
		type: "AWS::DynamoDB::Table",
		name: `${prefix}-serial-numbers`,
		properties: {
			BillingMode: "PAY_PER_REQUEST",
			AttributeDefinitions: [{ AttributeName: "serialNumber", AttributeType: "S" }],
			KeySchema: [{ AttributeName: "serialNumber", KeyType: "HASH" }],
		},
		purpose: "Serial numbers that may become things; you fill it",
	};
	return lambda({
		...common,
		environment: { SERIAL_NUMBERS: demonstration.join(","), SERIAL_NUMBER_TABLE: table.name },
		rights: [allow("dynamodb:GetItem", arnOf(table))],
		dependsOn: [table],
	});
}

function ownCa(
	project: Project,
	prefix: string,
	role: Resource,
	names: TemplateNames,
	template: (id: string, name: string, document: Value, purpose: string, more: { type: string }) => Resource,
): readonly Resource[] {
	const { certificateAuthority } = project;
	if (certificateAuthority === undefined) return [];
	const { certificatePem, verificationPem } = certificateAuthority;
	const jitp = template(
		"JitpTemplate",
		`${prefix}-jitp`,
		jitpTemplate(project, names),
		"Things of certificates that your own CA signed",
		{ type: "JITP" },
	);
	const authority: Resource = {
		id: "CertificateAuthority",
		type: "AWS::IoT::CACertificate",
		name: `${prefix}-ca`,
		properties: {
			AutoRegistrationStatus: "ENABLE",
			CACertificatePem: certificatePem,
			CertificateMode: verificationPem === undefined ? "SNI_ONLY" : "DEFAULT",
			...(verificationPem !== undefined && { VerificationCertificatePem: verificationPem }),
			RegistrationConfig: { TemplateName: jitp.name },
			Status: "ACTIVE",
		},
		dependsOn: [jitp, role],
		purpose: "Your own CA, whose devices become things when they connect",
	};
	return [jitp, authority];
}

/** What people may do; attach them to users or roles as you like. */
function people(prefix: string, template: Resource, { quarantine }: Foundation): readonly Resource[] {
	const policy = (id: string, name: string, PolicyDocument: Value, purpose: string): Resource => ({
		id,
		type: "AWS::IAM::ManagedPolicy",
		name: `${prefix}-${name}`,
		properties: { Description: purpose, PolicyDocument },
		purpose,
	});
	return [
		policy("InstallerRights", "installer", installerPolicy(template, prefix), "For whoever provisions boards"),
		policy("WatcherRights", "watcher", watcherIamPolicy(), "For whoever runs thingsmith watch"),
		policy("CareRights", "care", carePolicy(quarantine, prefix), "For whoever rotates, quarantines and audits"),
	];
}
