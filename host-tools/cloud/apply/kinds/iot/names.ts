import type { Json } from "../../../model/concrete.js";

type Plain = { readonly [member: string]: Json };

/** Members whose own members are named by people or are values: their names stay. */
const open = new Set(["AlertTargets", "Attributes", "attributes", "alertTargets"]);

/** CloudFormation's names of members as AWS IoT's API has them, `RoleArn` as `roleArn`, at every depth. */
export function toApi<T>(properties: Plain): T {
	return rename(properties, (name) => name.charAt(0).toLowerCase() + name.slice(1)) as T;
}

/** The other way; what is undefined is left out. */
export function fromApi(members: object): Plain {
	return rename(members as Plain, (name) => name.charAt(0).toUpperCase() + name.slice(1)) as Plain;
}

function rename(value: Json, naming: (name: string) => string, isOpen = false): Json {
	if (Array.isArray(value)) return value.map((item) => rename(item, naming));
	if (typeof value !== "object" || value === null) return value;
	const members = Object.entries(value as Plain).filter(([, member]) => member !== undefined && member !== null);
	return Object.fromEntries(
		members.map(([name, member]) => [isOpen ? name : naming(name), rename(member, naming, open.has(name))]),
	);
}
