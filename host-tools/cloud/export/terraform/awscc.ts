import type { Json } from "../../model/concrete.js";
import { typeFacts } from "../type-facts.js";
import type { Translated, Translation } from "./context.js";
import { snakeCase } from "./expression.js";

/** Members whose own members are names of somebody's, not properties. */
const maps: readonly string[] = ["AlertTargets"];

/** For the provider awscc, which mirrors CloudFormation's types with their properties in snake case. */
export function mirrored({ resource, members, expression }: Translation, tags: Json): Translated {
	const properties = Object.keys(resource.properties).map((name) => [
		snakeCase(name),
		snakeCased(expression(members.take(name)), maps.includes(name)),
	]);
	const { name, tags: tagged } = typeFacts[resource.type];
	return {
		arguments: {
			...(name !== undefined && { [snakeCase(name)]: resource.name }),
			...Object.fromEntries(properties),
			...(tagged && { tags }),
		},
	};
}

function snakeCased(value: Json, isMap: boolean): Json {
	if (Array.isArray(value)) return value.map((item) => snakeCased(item, false));
	if (typeof value !== "object" || value === null) return value;
	const members = Object.entries(value);
	return Object.fromEntries(members.map(([name, item]) => [isMap ? name : snakeCase(name), snakeCased(item, false)]));
}
