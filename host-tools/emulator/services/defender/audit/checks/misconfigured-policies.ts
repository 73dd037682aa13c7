import { compilePolicy, namesAction } from "../../../../policy/evaluate-policies.js";
import { matchesPattern, parsePattern } from "../../../../policy/pattern.js";
import type { PolicyDocument, PolicyStatement } from "../../../../policy/policy-document.js";
import type { AuditCheck, Problem } from "../audit-check.js";
import { defaultVersions } from "./default-policies.js";

/** Policies whose Deny does not deny what it seems to. */
export const misconfiguredCheck: AuditCheck = {
	name: "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK",
	severity: "MEDIUM",
	identifiedBy: "policyVersionIdentifier",
	*examine(context) {
		for (const { resource, document } of defaultVersions(context)) {
			const problems: Problem[] = [];
			if (hasWildcardsInDeny(document)) {
				const reason = "Policy contains MQTT wildcards in a Deny statement, where they are plain characters.";
				problems.push({ resource, reason, reasonCode: "POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT" });
			}
			if (hasBypassedDeny(document)) {
				const reason = "Topic filters that are meant to be denied are allowed by a filter with wildcards.";
				problems.push({ resource, reason, reasonCode: "TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS" });
			}
			yield problems;
		}
	},
};

/** In policies `+` and `#` mean themselves: such a Deny denies the filter that is spelled so, and nothing else. */
export function hasWildcardsInDeny({ statements }: PolicyDocument): boolean {
	return statements
		.filter(({ effect }) => effect === "Deny")
		.some((statement) => [...namesOf(statement, "topicfilter"), ...namesOf(statement, "topic")].some(hasWildcard));
}

/**
 * A denied `x/secret/*` beside an allowed `x/*`: who may not subscribe to `x/secret/a` may to `x/#`. Not when receiving is denied,
 * too.
 */
export function hasBypassedDeny(document: PolicyDocument): boolean {
	const compiled = compilePolicy("", document);
	const having = (effect: "Allow" | "Deny", action: string) =>
		document.statements.filter(
			(statement, index) => statement.effect === effect && compiled[index] && namesAction(compiled[index], action),
		);
	const allowed = having("Allow", "iot:Subscribe").flatMap((statement) => namesOf(statement, "topicfilter"));
	const denied = having("Deny", "iot:Subscribe").flatMap((statement) => namesOf(statement, "topicfilter"));
	const unreceived = having("Deny", "iot:Receive").flatMap((statement) => namesOf(statement, "topic"));
	return denied
		.filter((name) => !hasWildcard(name) && !unreceived.some((one) => covers(one, name)))
		.some((name) =>
			filtersAbove(name).some(
				(filter) => allowed.some((one) => covers(one, filter)) && !denied.some((one) => covers(one, filter)),
			),
		);
}

/** What follows `topicfilter/` in its resources; `*` for a resource that is one. */
function namesOf({ resources = [] }: PolicyStatement, kind: string): readonly string[] {
	return resources.flatMap((resource) => {
		if (resource === "*") return ["*"];
		const [, name] = new RegExp(`^arn:[^:]*:iot:[^:]*:[^:]*:${kind}/(.+)$`).exec(resource) ?? [];
		return name === undefined ? [] : [name];
	});
}

/** Of `a/b/*`: `#`, `a/#`; wildcards one level above match what is below. */
function filtersAbove(name: string): readonly string[] {
	const levels = name.split("/");
	return levels.map((_, depth) => [...levels.slice(0, depth), "#"].join("/")).filter((filter) => !filter.includes("*"));
}

function covers(pattern: string, name: string): boolean {
	return pattern === name || matchesPattern(parsePattern(pattern, false), name);
}

function hasWildcard(name: string): boolean {
	return /[+#]/.test(name);
}
