import { AwsError } from "../aws-error.js";
import { isJsonObject, type JsonObject, type JsonValue, jsonKind } from "../json-value.js";
import { parseConditionOperator } from "./condition-operators.js";
import type { PolicyDocument, PolicyStatement } from "./policy-document.js";

/** Characters of a policy document, white space not counted (AWS IoT quota). */
export const longestPolicyDocument = 2048;

/** The older one is also what a document without Version is (IAM; docs/aws-behaviour.md, "Policies"). */
const currentVersion = "2012-10-17";
const olderVersion = "2008-10-17";

const documentMembers = ["Version", "Id", "Statement"];
const statementMembers = ["Sid", "Effect", "Action", "Resource", "NotResource", "Condition"];

/**
 * Parses an AWS IoT policy document. Throws AwsError MalformedPolicyException that names the member at fault.
 * An operator that is not known is refused here: a condition that cannot be evaluated must not look like protection.
 */
export function parsePolicyDocument(text: string): PolicyDocument {
	checkSize(text);
	const document = parseJson(text);
	if (!isJsonObject(document)) malformed(`Policy document must be a JSON object: it is ${jsonKind(document)}`);
	checkMembers("Policy document", document, documentMembers);
	const { Version = olderVersion } = document;
	if (Version !== currentVersion && Version !== olderVersion) {
		malformed(
			`Version must be "${currentVersion}" (or "${olderVersion}", which has no variables): it is ${quote(Version)}`,
		);
	}
	const { Statement } = document;
	const statements = Array.isArray(Statement) ? Statement : [Statement];
	if (Statement === undefined || statements.length === 0) malformed("Statement is missing or empty");
	return {
		hasVariables: Version === currentVersion,
		statements: statements.map((statement, index) => parseStatement(statement, `Statement[${index}]`)),
	};
}

function checkSize(text: string): void {
	const size = text.replace(/\s/g, "").length;
	if (size > longestPolicyDocument) {
		malformed(
			`Policy document is too long: ${size} characters without white space, the limit is ${longestPolicyDocument}`,
		);
	}
}

function parseJson(text: string): JsonValue {
	try {
		return JSON.parse(text) as JsonValue;
	} catch (error) {
		return malformed(`Policy document is not valid JSON: ${(error as Error).message}`);
	}
}

function parseStatement(statement: JsonValue | undefined, where: string): PolicyStatement {
	if (!isJsonObject(statement)) malformed(`${where} must be an object: it is ${jsonKind(statement)}`);
	if ("Principal" in statement || "NotPrincipal" in statement) {
		malformed(`${where} holds a Principal: an AWS IoT policy applies to the certificates it is attached to`);
	}
	checkMembers(where, statement, statementMembers);
	if (statement.Sid !== undefined && typeof statement.Sid !== "string") malformed(`${where}.Sid must be a string`);
	const { Effect, Resource, NotResource } = statement;
	if (Effect !== "Allow" && Effect !== "Deny") {
		malformed(`${where}.Effect must be "Allow" or "Deny": it is ${quote(Effect)}`);
	}
	if ((Resource === undefined) === (NotResource === undefined)) {
		malformed(`${where} must hold exactly one of Resource and NotResource`);
	}
	return {
		effect: Effect,
		actions: parseActions(statement.Action, `${where}.Action`),
		resources: Resource === undefined ? undefined : parseResources(Resource, `${where}.Resource`),
		notResources: NotResource === undefined ? undefined : parseResources(NotResource, `${where}.NotResource`),
		conditions: parseConditions(statement.Condition, `${where}.Condition`),
	};
}

function parseActions(value: JsonValue | undefined, where: string): readonly string[] {
	return strings(value, where).map((action) => {
		// Greengrass actions are legal in AWS IoT policies; nothing here asks for them.
		if (action !== "*" && !/^(iot|greengrass):[A-Za-z*?]+$/i.test(action)) {
			malformed(`${where} must name AWS IoT actions such as "iot:Connect" or "iot:*": it is ${quote(action)}`);
		}
		return action;
	});
}

function parseResources(value: JsonValue, where: string): readonly string[] {
	return strings(value, where).map((resource) => {
		if (resource !== "*" && !resource.startsWith("arn:")) {
			malformed(`${where} must be "*" or ARNs such as "arn:aws:iot:…:topic/…": it is ${quote(resource)}`);
		}
		return resource;
	});
}

function parseConditions(value: JsonValue | undefined, where: string): PolicyStatement["conditions"] {
	const conditions = new Map<string, ReadonlyMap<string, readonly string[]>>();
	if (value === undefined) return conditions;
	if (!isJsonObject(value)) malformed(`${where} must be an object: it is ${jsonKind(value)}`);
	for (const [operator, keys] of Object.entries(value)) {
		if (parseConditionOperator(operator) === undefined) {
			malformed(`${where} has no operator ${quote(operator)}: spelled as in IAM, e.g. "StringEquals" or "Bool"`);
		}
		if (!isJsonObject(keys)) malformed(`${where}.${operator} must be an object: it is ${jsonKind(keys)}`);
		const entries = Object.entries(keys).map(
			([key, values]) => [key, conditionValues(values, `${where}.${operator}.${key}`)] as const,
		);
		conditions.set(operator, new Map(entries));
	}
	return conditions;
}

function conditionValues(value: JsonValue, where: string): readonly string[] {
	const values = Array.isArray(value) ? value : [value];
	return values.map((entry) => {
		if (typeof entry === "string") return entry;
		if (typeof entry === "boolean" || typeof entry === "number") return String(entry);
		return malformed(`${where} must be a string, a number or a boolean, or a list of them: it is ${jsonKind(entry)}`);
	});
}

function strings(value: JsonValue | undefined, where: string): readonly string[] {
	const list = Array.isArray(value) ? value : [value];
	if (list.length === 0) malformed(`${where} must not be empty`);
	return list.map((entry) => {
		if (typeof entry === "string" && entry !== "") return entry;
		return malformed(`${where} must be a string or a list of strings: found ${quote(entry)}`);
	});
}

function checkMembers(where: string, object: JsonObject, known: readonly string[]): void {
	const unknown = Object.keys(object).find((member) => !known.includes(member));
	if (unknown !== undefined) {
		malformed(`${where} has the unknown member ${quote(unknown)}: known are ${known.join(", ")}`);
	}
}

function quote(value: JsonValue | undefined): string {
	return value === undefined ? "missing" : JSON.stringify(value).slice(0, 120);
}

function malformed(message: string): never {
	throw new AwsError("MalformedPolicyException", message);
}
