import type { Json } from "../../model/concrete.js";

/** Members whose own members are names of somebody's. */
const maps: readonly string[] = ["AlertTargets"];

/** Properties of CloudFormation as AWS IoT's API names them: with a small letter first, at every depth. */
export function apiMembers(value: Json, isMap = false): Json {
	if (Array.isArray(value)) return value.map((item) => apiMembers(item));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, item]) => [
			isMap ? name : name.charAt(0).toLowerCase() + name.slice(1),
			apiMembers(item, maps.includes(name)),
		]),
	);
}
