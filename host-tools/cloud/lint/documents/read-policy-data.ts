import {
	isObject,
	itemsOf,
	type Located,
	type LocatedObject,
	type LocatedString,
	type Member,
	textOf,
	valueAt,
} from "../text/located.js";
import type { Policy } from "./document.js";
import { readPolicy } from "./read-policy.js";

/**
 * Terraform's `data "aws_iam_policy_document"`, as the policy that it makes: `&{aws:…}` for variables, conditions as blocks. Its version is that
 * of today unless it says otherwise.
 */
export function readPolicyData(body: LocatedObject, file: string): Policy {
	const statements = body.members.filter(({ name }) => name === "statement").flatMap(({ value }) => itemsOf(value));
	const items = statements.filter(isObject).map(statementOf);
	const statement: Located = { kind: "array", range: body.range, path: body.path, items };
	const version = valueAt(body, "version") ?? text("2012-10-17", body);
	const members = [member("Version", version), member("Statement", statement)];
	return readPolicy({ ...body, members, insertion: undefined }, file);
}

const spellings: Readonly<Record<string, string>> = Object.freeze({
	sid: "Sid",
	effect: "Effect",
	actions: "Action",
	not_actions: "NotAction",
	resources: "Resource",
	not_resources: "NotResource",
	principals: "Principal",
	not_principals: "NotPrincipal",
});

function statementOf(block: LocatedObject): Located {
	const members = block.members.flatMap((one): Member[] => {
		const name = Object.hasOwn(spellings, one.name) ? spellings[one.name] : undefined;
		return name === undefined ? [] : [{ ...one, name, value: withVariables(one.value) }];
	});
	if (!members.some(({ name }) => name === "Effect")) members.push(member("Effect", text("Allow", block)));
	const conditions = block.members.filter(({ name }) => name === "condition").flatMap(({ value }) => itemsOf(value));
	const operators = conditions.flatMap((one): Member[] => {
		const [operator, key, values] = [textOf(one, "test"), textOf(one, "variable"), valueAt(one, "values")];
		if (operator === undefined || key === undefined || values === undefined) return [];
		const keys: Located = {
			kind: "object",
			range: one.range,
			path: one.path,
			members: [member(key, withVariables(values))],
		};
		return [member(operator, keys)];
	});
	if (operators.length > 0) {
		members.push(member("Condition", { kind: "object", range: block.range, path: block.path, members: operators }));
	}
	return { ...block, members, insertion: undefined };
}

/** `&{…}` stands for `${…}`: the one is as long as the other. */
function withVariables(node: Located): Located {
	if (node.kind === "array") return { ...node, items: node.items.map(withVariables) };
	return node.kind === "string" ? { ...node, text: node.text.replaceAll("&{", "${") } : node;
}

function member(name: string, value: Located): Member {
	return { name, nameRange: value.range, value };
}

function text(value: string, { range, path }: Located): LocatedString {
	return { kind: "string", text: value, range, path, at: () => range.start };
}
