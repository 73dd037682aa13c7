import { type ArnKind, arn, scopeOfArn } from "../../../../arn.js";
import {
	type CompiledStatement,
	compilePolicy,
	namesAction,
	type PolicyAction,
} from "../../../../policy/evaluate-policies.js";
import { matchesPattern, type PatternPart, resolvePattern } from "../../../../policy/pattern.js";
import type { PolicyDocument, PolicyStatement } from "../../../../policy/policy-document.js";
import type { AuditCheck } from "../audit-check.js";
import { defaultVersions } from "./default-policies.js";

/** Names that no policy has reason to allow: whoever may use them may use any. */
const client = "thingsmith-audit-client-5b1f";
const ownThing = "thingsmith-audit-own-thing-5b1f";
const otherThing = "thingsmith-audit-other-thing-5b1f";
const otherTopics = `$aws/things/${otherThing}`;

/** What only a policy that is too broad allows, by action and in the order of the finding's sentence. */
const probes: readonly (readonly [PolicyAction, ArnKind, readonly string[]])[] = [
	["iot:Connect", "client", [client]],
	["iot:Publish", "topic", ["shadow/update", "shadow/get", "shadow/name/n/update", "jobs/j/update"].map(other)],
	["iot:Subscribe", "topicfilter", [other("shadow/update/accepted"), other("jobs/notify"), ...wildcards()]],
	["iot:GetThingShadow", "thing", [otherThing]],
	["iot:UpdateThingShadow", "thing", [otherThing]],
	["iot:DeleteThingShadow", "thing", [otherThing]],
	["iot:DescribeJobExecution", "thing", [otherThing]],
	["iot:GetPendingJobExecutions", "thing", [otherThing]],
	["iot:StartNextPendingJobExecution", "thing", [otherThing]],
	["iot:UpdateJobExecution", "thing", [otherThing]],
];

function other(rest: string): string {
	return `${otherTopics}/${rest}`;
}

/** MQTT's wildcards in the place of a thing's name are wildcards over things, in a filter. */
function wildcards(): readonly string[] {
	const rests = ["shadow/update", "shadow/update/accepted", "shadow/#", "jobs/#", "jobs/notify", "#"];
	return ["$aws/things/#", ...rests.map((rest) => `$aws/things/+/${rest}`)];
}

/** Policies that let a device act as, or on, devices that it has nothing to do with. */
export const permissiveCheck: AuditCheck = {
	name: "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
	severity: "CRITICAL",
	identifiedBy: "policyVersionIdentifier",
	*examine(context) {
		for (const { resource, policy, document } of defaultVersions(context)) {
			const actions = broadActions(document, policy.policyArn);
			const reason = `Policy allows broad access to IoT data plane actions: [${actions.join(", ")}].`;
			const reasonCode = "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS";
			yield actions.length === 0 ? [] : [{ resource, reason, reasonCode }];
		}
	},
};

/** `policyArn`: of whose account and region the resources are. */
export function broadActions(document: PolicyDocument, policyArn: string): readonly PolicyAction[] {
	const scope = scopeOfArn(policyArn);
	const statements = compilePolicy("", document).map((compiled, index) => ({
		compiled,
		written: document.statements[index] as PolicyStatement,
	}));
	const allows = ({ compiled, written }: (typeof statements)[number], action: PolicyAction) =>
		compiled.effect === "Allow" && namesAction(compiled, action) && !isBound(written, action);
	const denies = ({ compiled, written }: (typeof statements)[number], action: PolicyAction) =>
		compiled.effect === "Deny" && namesAction(compiled, action) && written.conditions.size === 0;
	return probes
		.filter(([action, kind, names]) =>
			names.some((name) => {
				const resource = arn(scope, kind, name);
				const isIn = ({ compiled }: (typeof statements)[number]) => covers(compiled, resource);
				const isAllowed = statements.some((statement) => allows(statement, action) && isIn(statement));
				return isAllowed && !statements.some((statement) => denies(statement, action) && isIn(statement));
			}),
		)
		.map(([action]) => action);
}

/** A CONNECT that is allowed to the attached thing alone. No other condition says which resources are meant. */
function isBound({ conditions }: PolicyStatement, action: PolicyAction): boolean {
	if (action !== "iot:Connect") return false;
	for (const [operator, keys] of conditions) {
		if (!operator.toLowerCase().startsWith("bool")) continue;
		for (const [key, values] of keys) {
			if (key.toLowerCase() === "iot:connection.thing.isattached") return values.every((value) => value === "true");
		}
	}
	return false;
}

function covers({ resources, notResources = [] }: CompiledStatement, resource: string): boolean {
	const matches = (pattern: readonly PatternPart[]) => {
		const resolved = resolvePattern(pattern, variable);
		return resolved !== undefined && matchesPattern(resolved, resource);
	};
	return resources === undefined ? !notResources.some(matches) : resources.some(matches);
}

/** A client chooses its client id, but not the thing that its certificate is attached to, nor what its certificate says. */
function variable(name: string): string {
	return name.toLowerCase() === "iot:clientid" ? client : ownThing;
}
