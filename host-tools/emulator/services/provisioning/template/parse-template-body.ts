import { AwsError } from "../../../aws-error.js";
import { isJsonObject, type JsonObject, type JsonValue, jsonKind } from "../../../json-value.js";
import { parseExpression } from "./parse-expression.js";
import { parseResources } from "./parse-template-resources.js";
import type { TemplateBody } from "./template-body.js";

/** Characters of a template body (API model: TemplateBody). */
export const longestTemplateBody = 10_240;
/** Ours: objects and lists within each other. What reads a template calls itself for each level. */
const mostLevels = 200;

/**
 * Parses a provisioning template body. Throws AwsError InvalidRequestException that names the member at fault. References
 * are not resolved here: AWS finds those that lead nowhere at RegisterThing (docs/aws-behaviour.md, "Template bodies").
 */
export function parseTemplateBody(text: string): TemplateBody {
	if (text.length > longestTemplateBody) {
		invalid(`it has ${text.length} characters, the limit is ${longestTemplateBody}`);
	}
	const body = parseJson(text);
	if (!isJsonObject(body)) invalid(`it must be a JSON object: it is ${jsonKind(body)}`);
	if (!isWithin(body, mostLevels)) invalid(`it is nested more than ${mostLevels} levels deep`);
	for (const section of Object.keys(body)) {
		if (!["Parameters", "Mappings", "Resources", "DeviceConfiguration"].includes(section)) {
			invalid(`unknown section "${section}": known are Parameters, Mappings, Resources, DeviceConfiguration`);
		}
	}
	return {
		parameters: parseParameters(body.Parameters),
		mappings: parseMappings(body.Mappings),
		...parseResources(members(body.Resources, "Resources")),
		deviceConfiguration: new Map(
			Object.entries(members(body.DeviceConfiguration, "DeviceConfiguration")).map(([key, value]) => [
				key,
				parseExpression(value, `DeviceConfiguration.${key}`),
			]),
		),
	};
}

function parseJson(text: string): JsonValue {
	try {
		return JSON.parse(text) as JsonValue;
	} catch (error) {
		return invalid(`it is not valid JSON: ${(error as Error).message}`);
	}
}

function isWithin(value: JsonValue, levels: number): boolean {
	if (typeof value !== "object" || value === null) return true;
	return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}

function parseParameters(value: JsonValue | undefined): TemplateBody["parameters"] {
	const parameters = new Map<string, string | undefined>();
	for (const [name, declaration] of Object.entries(members(value, "Parameters"))) {
		const where = `Parameters.${name}`;
		if (!isJsonObject(declaration)) return invalid(`${where} must be an object: it is ${jsonKind(declaration)}`);
		if (declaration.Type !== "String") invalid(`${where}.Type must be "String"`);
		const { Default } = declaration;
		if (Default !== undefined && typeof Default !== "string") invalid(`${where}.Default must be a string`);
		parameters.set(name, Default);
	}
	return parameters;
}

function parseMappings(value: JsonValue | undefined): TemplateBody["mappings"] {
	const level = <T>(object: JsonValue | undefined, where: string, parse: (value: JsonValue, where: string) => T) =>
		new Map(Object.entries(members(object, where)).map(([key, inner]) => [key, parse(inner, `${where}.${key}`)]));
	return level(value, "Mappings", (map, mapWhere) =>
		level(map, mapWhere, (keys, keysWhere) => level(keys, keysWhere, mappedValue)),
	);
}

function mappedValue(value: JsonValue, where: string): string | readonly string[] {
	if (typeof value === "string") return value;
	if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
	return invalid(
		`${where} must be a string or a list of strings: it is ${jsonKind(value)}, and no function works here`,
	);
}

function members(value: JsonValue | undefined, where: string): JsonObject {
	if (value === undefined) return {};
	if (!isJsonObject(value)) return invalid(`${where} must be an object: it is ${jsonKind(value)}`);
	return value;
}

function invalid(message: string): never {
	throw new AwsError("InvalidRequestException", `Invalid template body: ${message}`);
}
