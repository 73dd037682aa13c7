import { AwsError } from "../../../aws-error.js";
import { isJsonObject, type JsonObject, type JsonValue, jsonKind } from "../../../json-value.js";
import type { Expression, ListExpression } from "./template-body.js";

const functionNames = ["Ref", "Fn::Join", "Fn::Select", "Fn::FindInMap", "Fn::Split", "Fn::Sub"];

/** True for `{"Ref": …}` and `{"Fn::…": …}`: an object with one member of that name. */
export function isFunction(value: JsonValue): value is JsonObject {
	if (!isJsonObject(value)) return false;
	const members = Object.keys(value);
	return members.length === 1 && (members[0] === "Ref" || members[0]?.startsWith("Fn::") === true);
}

/** Parses what stands in the place of a string. Throws AwsError InvalidRequestException naming `where`. */
export function parseExpression(value: JsonValue | undefined, where: string): Expression {
	if (typeof value === "string") return { kind: "literal", value };
	if (typeof value === "number" || typeof value === "boolean") return { kind: "literal", value: String(value) };
	const [name, argument] = parseCall(value, where);
	switch (name) {
		case "Ref":
			return { kind: "ref", name: literal(argument, `${where}.Ref`) };
		case "Fn::Join": {
			const [delimiter, list] = tuple(argument, 2, `${where}.${name}`);
			return { kind: "join", delimiter: literal(delimiter, `${where}.${name}[0]`), list: parseList(list, where) };
		}
		case "Fn::Select": {
			const [index, list] = tuple(argument, 2, `${where}.${name}`);
			return { kind: "select", index: parseExpression(index, where), list: parseList(list, where) };
		}
		case "Fn::FindInMap":
			return { kind: "find-in-map", keys: parseMapKeys(argument, `${where}.${name}`) };
		case "Fn::Sub":
			return parseSub(argument, `${where}.${name}`);
		default:
			return invalid(`${where} must be a string, and ${name} gives a list: use it within Fn::Join or Fn::Select`);
	}
}

/** Parses what stands in the place of a list of strings. */
export function parseList(value: JsonValue | undefined, where: string): ListExpression {
	if (Array.isArray(value)) {
		return { kind: "list", items: value.map((item, index) => parseExpression(item, `${where}[${index}]`)) };
	}
	const [name, argument] = parseCall(value, where);
	if (name === "Fn::Split") {
		const [delimiter, text] = tuple(argument, 2, `${where}.${name}`);
		const separator = literal(delimiter, `${where}.${name}[0]`);
		if (separator === "") invalid(`${where}.${name}[0], the delimiter, must not be empty`);
		return { kind: "split", delimiter: separator, text: parseExpression(text, where) };
	}
	if (name === "Fn::FindInMap") return { kind: "find-in-map", keys: parseMapKeys(argument, `${where}.${name}`) };
	return invalid(`${where} must be a list, and ${name} gives a string`);
}

function parseSub(argument: JsonValue | undefined, where: string): Expression {
	if (typeof argument === "string") return { kind: "sub", text: argument, variables: new Map() };
	const [text, variables] = tuple(argument, 2, where);
	if (!isJsonObject(variables)) return invalid(`${where}[1] must be an object: it is ${jsonKind(variables)}`);
	const parsed = Object.entries(variables).map(
		([name, value]) => [name, parseExpression(value, `${where}[1].${name}`)] as const,
	);
	return { kind: "sub", text: literal(text, `${where}[0]`), variables: new Map(parsed) };
}

function parseMapKeys(argument: JsonValue | undefined, where: string): [Expression, Expression, Expression] {
	const [map, first, second] = tuple(argument, 3, where);
	return [parseExpression(map, where), parseExpression(first, where), parseExpression(second, where)];
}

function parseCall(value: JsonValue | undefined, where: string): [name: string, argument: JsonValue | undefined] {
	if (!isJsonObject(value)) return invalid(`${where} must be a string or a function: it is ${jsonKind(value)}`);
	const [name, ...others] = Object.keys(value);
	if (name === undefined || others.length > 0 || !functionNames.includes(name)) {
		return invalid(`${where} must be a string or one of ${functionNames.join(", ")}: found "${Object.keys(value)}"`);
	}
	return [name, value[name]];
}

function tuple(value: JsonValue | undefined, length: number, where: string): readonly JsonValue[] {
	if (!Array.isArray(value) || value.length !== length) invalid(`${where} takes a list of ${length}`);
	return value;
}

function literal(value: JsonValue | undefined, where: string): string {
	if (typeof value !== "string") return invalid(`${where} must be a string: it is ${jsonKind(value)}`);
	return value;
}

function invalid(message: string): never {
	throw new AwsError("InvalidRequestException", `Invalid template body: ${message}`);
}
