import { invalidRequest, quote } from "../../../aws-error.js";
import { isLambdaArn } from "../../../functions/function-forms.js";
import { isJsonObject, type JsonObject, type JsonValue, jsonKind } from "../../../json-value.js";
import { isRoleArn } from "../../checks.js";
import { actionKinds } from "./action-kinds.js";

/** Ours: levels of members in one action. */
const deepest = 8;

/** Throws InvalidRequestException when AWS has no such action, or a member of it is missing or of another type. */
export function checkAction(where: string, action: JsonValue): JsonObject {
	if (!isJsonObject(action)) throw invalidRequest(`${where} must be an object: it is ${jsonKind(action)}`);
	const kinds = Object.keys(action).filter((name) => action[name] !== null);
	const [name = ""] = kinds;
	const kind = Object.hasOwn(actionKinds, name) ? actionKinds[name] : undefined;
	if (kinds.length !== 1 || kind === undefined) {
		throw invalidRequest(`${where} must have one member that is a kind of action: it has ${quote(kinds)}`);
	}
	const parameters = action[name];
	const path = `${where}.${name}`;
	if (!isJsonObject(parameters)) throw invalidRequest(`${path} must be an object: it is ${jsonKind(parameters)}`);
	for (const member of kind.required) checkMember(path, parameters, member);
	checkDepth(path, parameters, deepest);
	checkRoles(path, parameters);
	if (name === "republish") checkRepublish(path, parameters);
	if (name === "lambda") checkLambda(path, parameters);
	return { [name]: parameters };
}

function checkMember(path: string, parameters: JsonObject, member: string): void {
	const name = member.replace(/[[\]{}]/g, "");
	const value = parameters[name] ?? undefined;
	if (value === undefined) throw invalidRequest(`${path}.${name} is missing`);
	if (member.endsWith("[]") ? Array.isArray(value) : member.endsWith("{}") ? isJsonObject(value) : isText(value))
		return;
	const wanted = member.endsWith("[]") ? "a list" : member.endsWith("{}") ? "an object" : "a text that is not empty";
	throw invalidRequest(`${path}.${name} must be ${wanted}: it is ${quote(value)}`);
}

function isText(value: JsonValue): boolean {
	return typeof value === "string" && value !== "";
}

function checkDepth(path: string, value: JsonValue, left: number): void {
	if (typeof value !== "object" || value === null) return;
	if (left === 0) throw invalidRequest(`${path} is nested deeper than ${deepest} levels`);
	for (const member of Object.values(value)) checkDepth(path, member, left - 1);
}

/** AWS assumes a role when the rule is made, even one that is disabled, and so finds those that there cannot be. */
function checkRoles(path: string, value: JsonValue): void {
	if (typeof value !== "object" || value === null) return;
	for (const [name, member] of Object.entries(value)) {
		if (name !== "roleArn" || member === null) checkRoles(`${path}.${name}`, member);
		else if (typeof member !== "string" || !isRoleArn(member)) {
			throw invalidRequest(
				`AWS IoT (iot.amazonaws.com) is unable to assume role (sts:AssumeRole) on resource: ${String(member).slice(0, 140)}. ${path}.${name} must be the ARN of an IAM role`,
			);
		}
	}
}

function checkRepublish(path: string, { qos, headers }: JsonObject): void {
	if (qos !== undefined && qos !== null && qos !== 0 && qos !== 1) {
		throw invalidRequest(`${path}.qos must be 0 or 1: it is ${quote(qos)}`);
	}
	const properties = isJsonObject(headers) ? (headers.userProperties ?? []) : [];
	if (!Array.isArray(properties) || properties.length > 100) {
		throw invalidRequest(`${path}.headers.userProperties must be a list of at most 100`);
	}
}

function checkLambda(path: string, { functionArn }: JsonObject): void {
	const text = String(functionArn);
	if (text.includes("${") || isLambdaArn(text) || /^(file|https?):/.test(text)) return;
	throw invalidRequest(`${path}.functionArn must be the ARN of a Lambda function: it is ${quote(functionArn)}`);
}
