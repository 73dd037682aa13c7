import { AwsError } from "../../../aws-error.js";
import { isJsonObject, type JsonObject, type JsonValue, jsonKind } from "../../../json-value.js";
import { parsePolicyDocument } from "../../../policy/parse-policy.js";
import { isFunction, parseExpression } from "./parse-expression.js";
import type {
	CertificateResource,
	OverrideSetting,
	PolicyResource,
	TemplateBody,
	ThingOverrides,
	ThingResource,
} from "./template-body.js";

const propertiesOf = Object.freeze({
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

/** Parses the Resources section: at most one thing, at most one certificate, any number of policies, at least one in all. */
export function parseResources(resources: JsonObject): Pick<TemplateBody, "thing" | "certificate" | "policies"> {
	let thing: ThingResource | undefined;
	let certificate: CertificateResource | undefined;
	const policies: PolicyResource[] = [];
	for (const [logicalName, resource] of Object.entries(resources)) {
		const where = `Resources.${logicalName}`;
		const { type, properties, overrides } = parseResource(resource, where);
		if (type === "AWS::IoT::Thing") {
			if (thing !== undefined) invalid(`${where} is a second thing: a template has one`);
			thing = parseThing(logicalName, properties, overrides, where);
		} else if (type === "AWS::IoT::Certificate") {
			if (certificate !== undefined) invalid(`${where} is a second certificate: a template has one`);
			certificate = parseCertificate(logicalName, properties, overrides, where);
		} else {
			policies.push(parsePolicy(logicalName, properties, where));
		}
	}
	if (thing === undefined && certificate === undefined && policies.length === 0)
		invalid("Resources is missing or empty");
	return { thing, certificate, policies };
}

type ResourceType = keyof typeof propertiesOf;

function parseResource(resource: JsonValue, where: string) {
	if (!isJsonObject(resource)) return invalid(`${where} must be an object: it is ${jsonKind(resource)}`);
	checkMembers(where, resource, ["Type", "Properties", "OverrideSettings"]);
	const type = (Object.keys(propertiesOf) as ResourceType[]).find((known) => known === resource.Type);
	if (type === undefined) return invalid(`${where}.Type must be one of ${Object.keys(propertiesOf).join(", ")}`);
	const { Properties: properties = {}, OverrideSettings: overrides = {} } = resource;
	if (!isJsonObject(properties)) return invalid(`${where}.Properties must be an object: it is ${jsonKind(properties)}`);
	if (!isJsonObject(overrides)) return invalid(`${where}.OverrideSettings must be an object`);
	checkMembers(`${where}.Properties`, properties, propertiesOf[type]);
	return { type, properties, overrides };
}

function parseThing(logicalName: string, properties: JsonObject, overrides: JsonObject, where: string): ThingResource {
	const { ThingName, AttributePayload = {}, ThingGroups, ThingTypeName, BillingGroup } = properties;
	const at = (member: string) => `${where}.Properties.${member}`;
	if (ThingName === undefined) invalid(`${at("ThingName")} is missing`);
	if (!isJsonObject(AttributePayload)) return invalid(`${at("AttributePayload")} must be an object`);
	if (ThingGroups !== undefined && !Array.isArray(ThingGroups)) return invalid(`${at("ThingGroups")} must be a list`);
	return {
		logicalName,
		thingName: parseExpression(ThingName, at("ThingName")),
		attributes: new Map(
			Object.entries(AttributePayload).map(([name, value]) => [
				name,
				parseExpression(value, `${at("AttributePayload")}.${name}`),
			]),
		),
		thingTypeName: optionalExpression(ThingTypeName, at("ThingTypeName")),
		thingGroups: ThingGroups?.map((group, index) => parseExpression(group, `${at("ThingGroups")}[${index}]`)),
		billingGroup: optionalExpression(BillingGroup, at("BillingGroup")),
		overrides: parseThingOverrides(overrides, `${where}.OverrideSettings`),
	};
}

function parseThingOverrides(overrides: JsonObject, where: string): ThingOverrides {
	checkMembers(where, overrides, ["AttributePayload", "ThingTypeName", "ThingGroups"]);
	return {
		attributes: parseOverride(overrides.AttributePayload, `${where}.AttributePayload`, true),
		thingTypeName: parseOverride(overrides.ThingTypeName, `${where}.ThingTypeName`, false),
		thingGroups: parseOverride(overrides.ThingGroups, `${where}.ThingGroups`, true),
	};
}

function parseCertificate(
	logicalName: string,
	properties: JsonObject,
	overrides: JsonObject,
	where: string,
): CertificateResource {
	const { Status, ThingPrincipalType = "NON_EXCLUSIVE_THING" } = properties;
	checkMembers(`${where}.OverrideSettings`, overrides, ["Status"]);
	const statusOverride = parseOverride(overrides.Status, `${where}.OverrideSettings.Status`, false);
	const optional = (member: string) => optionalExpression(properties[member], `${where}.Properties.${member}`);
	if (ThingPrincipalType !== "EXCLUSIVE_THING" && ThingPrincipalType !== "NON_EXCLUSIVE_THING") {
		return invalid(`${where}.Properties.ThingPrincipalType must be EXCLUSIVE_THING or NON_EXCLUSIVE_THING`);
	}
	if (typeof Status === "string" && !/^(in)?active$/i.test(Status)) {
		invalid(`${where}.Properties.Status must be ACTIVE or INACTIVE: it is "${Status}"`);
	}
	return {
		logicalName,
		certificateId: optional("CertificateId"),
		signingRequest: optional("CertificateSigningRequest"),
		certificatePem: optional("CertificatePem"),
		caCertificatePem: optional("CACertificatePem"),
		status: optional("Status"),
		statusOverride,
		thingPrincipalType: ThingPrincipalType,
	};
}

function parsePolicy(logicalName: string, properties: JsonObject, where: string): PolicyResource {
	const { PolicyName, PolicyDocument } = properties;
	if ((PolicyName === undefined) === (PolicyDocument === undefined)) {
		invalid(`${where}.Properties must hold exactly one of PolicyName and PolicyDocument`);
	}
	if (PolicyDocument !== undefined) checkPolicyDocument(PolicyDocument, `${where}.Properties.PolicyDocument`);
	return {
		logicalName,
		policyName: optionalExpression(PolicyName, `${where}.Properties.PolicyName`),
		policyDocument: PolicyDocument,
	};
}

/** A document without functions can be judged now; one with functions only when they have values. */
function checkPolicyDocument(document: JsonValue, where: string): void {
	if (typeof document !== "string" && !isJsonObject(document)) {
		invalid(`${where} must be an object or a string: it is ${jsonKind(document)}`);
	}
	if (checkFunctions(document, where)) return;
	try {
		parsePolicyDocument(typeof document === "string" ? document : JSON.stringify(document));
	} catch (error) {
		invalid(`${where}: ${(error as Error).message}`);
	}
}

/** True when there are functions anywhere in `value`; throws when one of them is malformed. */
function checkFunctions(value: JsonValue, where: string): boolean {
	if (isFunction(value)) {
		parseExpression(value, where);
		return true;
	}
	if (typeof value !== "object" || value === null) return false;
	let found = false;
	for (const [key, inner] of Object.entries(value)) {
		if (checkFunctions(inner, `${where}.${key}`)) found = true;
	}
	return found;
}

function parseOverride(value: JsonValue | undefined, where: string, mergeable: boolean): OverrideSetting {
	if (value === undefined) return "DO_NOTHING";
	if (value === "DO_NOTHING" || value === "REPLACE" || value === "FAIL") return value;
	if (value === "MERGE" && mergeable) return value;
	return invalid(`${where} must be DO_NOTHING, REPLACE${mergeable ? ", FAIL or MERGE" : " or FAIL"}`);
}

function optionalExpression(value: JsonValue | undefined, where: string) {
	return value === undefined ? undefined : parseExpression(value, where);
}

function checkMembers(where: string, object: JsonObject, known: readonly string[]): void {
	const unknown = Object.keys(object).find((member) => !known.includes(member));
	if (unknown !== undefined) invalid(`${where} has the unknown member "${unknown}": known are ${known.join(", ")}`);
}

function invalid(message: string): never {
	throw new AwsError("InvalidRequestException", `Invalid template body: ${message}`);
}
