import type { Json } from "../../model/concrete.js";
import type { Resource } from "../../model/resource.js";
import { type ArnOf, JsonText, type Part, type Pseudo, Text, type Value } from "../../model/resource.js";
import { jsonParts } from "../json-parts.js";
import { typeFacts } from "../type-facts.js";

const pseudoParameters: Readonly<Record<Pseudo, string>> = Object.freeze({
	partition: "AWS::Partition",
	region: "AWS::Region",
	accountId: "AWS::AccountId",
});

/** `value` in CloudFormation's language: `Ref`, `Fn::GetAtt` and `Fn::Sub` stand for what only the stack knows. */
export function intrinsics(value: Value): Json {
	if (value instanceof Text) return substituted(value.parts);
	if (value instanceof JsonText) return substituted(jsonParts(value.document));
	if (Array.isArray(value)) return value.map((item) => intrinsics(item));
	if (typeof value !== "object") return value;
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, intrinsics(item)]));
}

function substituted(parts: readonly Part[]): Json {
	const spelled = parts.flatMap((part) => (typeof part === "object" && "arnOf" in part ? spell(part) : [part]));
	const [only, ...more] = spelled;
	if (only !== undefined && more.length === 0) {
		if (typeof only === "string") return only;
		if ("pseudo" in only) return { Ref: pseudoParameters[only.pseudo] };
		if (only.suffix === "") return { "Fn::GetAtt": [only.arnOf.id, arnAttribute(only.arnOf)] };
	}
	if (spelled.every((part) => typeof part === "string")) return spelled.join("");
	return { "Fn::Sub": spelled.map(inSub).join("") };
}

/** The ARN of a log group, as CloudFormation has it, ends with `:*`; without that it has to be spelled. */
function spell({ arnOf, suffix }: ArnOf): readonly Part[] {
	if (arnOf.type !== "AWS::Logs::LogGroup") return [{ arnOf, suffix }];
	if (suffix === ":*") return [{ arnOf, suffix: "" }];
	return [
		"arn:",
		{ pseudo: "partition" },
		":logs:",
		{ pseudo: "region" },
		":",
		{ pseudo: "accountId" },
		`:log-group:${arnOf.name}${suffix}`,
	];
}

function inSub(part: Part): string {
	// `${!` is how Fn::Sub is told to leave a policy's own variable alone.
	if (typeof part === "string") return part.replaceAll("${", "${!");
	if ("pseudo" in part) return `\${${pseudoParameters[part.pseudo]}}`;
	return `\${${part.arnOf.id}.${arnAttribute(part.arnOf)}}${part.suffix}`;
}

function arnAttribute({ id, type }: Resource): string {
	const { arn } = typeFacts[type];
	if (arn === undefined) throw new Error(`${id}: ${type} has no ARN in CloudFormation`);
	return arn;
}

/** Ids of what `json` refers to by Ref, Fn::GetAtt or Fn::Sub. */
export function referredIn(json: Json): ReadonlySet<string> {
	const found = new Set<string>();
	const look = (value: Json): void => {
		if (Array.isArray(value)) value.forEach(look);
		else if (typeof value === "object" && value !== null) {
			for (const [name, item] of Object.entries(value)) {
				if (name === "Ref") found.add(String(item));
				else if (name === "Fn::GetAtt") found.add(String((item as readonly Json[])[0]));
				else if (name === "Fn::Sub")
					for (const [, id = ""] of String(item).matchAll(/\$\{(\w+)(?:\.\w+)?\}/g)) found.add(id);
				else look(item);
			}
		}
	};
	look(json);
	return found;
}
