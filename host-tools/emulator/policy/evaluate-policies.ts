import { type CompiledConditions, compileConditions, failingCondition } from "./condition.js";
import { matchesPattern, type PatternPart, parsePattern, resolvePattern } from "./pattern.js";
import { isTimeKey, type PolicyContext } from "./policy-context.js";
import type { PolicyDocument } from "./policy-document.js";

/** What policies decide on: over MQTT the first five, over HTTPS with a client certificate the others (Service Authorization Reference, AWS IoT). */
export type PolicyAction =
	| "iot:Connect"
	| "iot:Publish"
	| "iot:RetainPublish"
	| "iot:Subscribe"
	| "iot:Receive"
	| "iot:GetThingShadow"
	| "iot:UpdateThingShadow"
	| "iot:DeleteThingShadow"
	| "iot:ListNamedShadowsForThing"
	| "iot:GetRetainedMessage"
	| "iot:ListRetainedMessages"
	| "iot:DescribeJobExecution"
	| "iot:GetPendingJobExecutions"
	| "iot:StartNextPendingJobExecution"
	| "iot:UpdateJobExecution"
	| "iot:AssumeRoleWithCertificate"
	| "iot:GetConnection"
	| "iot:DeleteConnection"
	| "iot:ListSubscriptions"
	| "iot:SendDirectMessage";

export interface CompiledStatement {
	readonly policyName: string;
	/** Version of the policy; undefined for rights that are no policy of the account. */
	readonly versionId: number | undefined;
	/** The thing group that the policy is attached to; undefined for a certificate's. */
	readonly group: string | undefined;
	/** Place in the document, from 0. */
	readonly index: number;
	readonly effect: "Allow" | "Deny";
	readonly actions: readonly (readonly PatternPart[])[];
	/** As they are written. */
	readonly actionNames: readonly string[];
	readonly resources: readonly (readonly PatternPart[])[] | undefined;
	readonly notResources: readonly (readonly PatternPart[])[] | undefined;
	readonly conditions: CompiledConditions;
	/** The answer may differ from one moment to the next. */
	readonly timeDependent: boolean;
}

/** What decided: the Deny, else the Allow, else nothing (denied by default). */
export interface Decision {
	readonly allowed: boolean;
	readonly statement: CompiledStatement | undefined;
}

/** Where a policy comes from, for those who are told what decided. */
export type PolicyOrigin = Partial<Pick<CompiledStatement, "versionId" | "group">>;

export function compilePolicy(
	policyName: string,
	document: PolicyDocument,
	{ versionId, group }: PolicyOrigin = {},
): readonly CompiledStatement[] {
	const parse = (text: string) => parsePattern(text, document.hasVariables);
	return document.statements.map((statement, index) => ({
		policyName,
		versionId,
		group,
		index,
		effect: statement.effect,
		// Action names are not case-sensitive (IAM).
		actions: statement.actions.map((action) => parsePattern(action.toLowerCase())),
		actionNames: statement.actions,
		resources: statement.resources?.map(parse),
		notResources: statement.notResources?.map(parse),
		conditions: compileConditions(statement.conditions, document.hasVariables),
		timeDependent: [...statement.conditions.values()].some((keys) => [...keys.keys()].some(isTimeKey)),
	}));
}

/**
 * Union of all statements: denied unless one allows, and an explicit Deny beats every Allow (docs/aws-behaviour.md,
 * "Policies").
 */
export function evaluatePolicies(
	statements: readonly CompiledStatement[],
	action: PolicyAction,
	resource: string,
	context: PolicyContext,
): Decision {
	let allow: CompiledStatement | undefined;
	for (const statement of statements) {
		if (statement.effect === "Allow" && allow !== undefined) continue;
		if (!applies(statement, action, resource, context)) continue;
		if (statement.effect === "Deny") return { allowed: false, statement };
		allow = statement;
	}
	return { allowed: allow !== undefined, statement: allow };
}

function applies(statement: CompiledStatement, action: string, resource: string, context: PolicyContext): boolean {
	return (
		namesAction(statement, action) &&
		coversResource(statement, resource, context) &&
		failingCondition(statement.conditions, context) === undefined
	);
}

export function namesAction(statement: CompiledStatement, action: string): boolean {
	return statement.actions.some((pattern) => matchesPattern(pattern, action.toLowerCase()));
}

/**
 * A variable without a value makes its resource match nothing. Within NotResource that would turn an Allow into an Allow of
 * everything, so there it fails closed: such an Allow covers nothing, such a Deny still denies.
 */
export function coversResource(statement: CompiledStatement, resource: string, context: PolicyContext): boolean {
	const lookup = (name: string) => context.variable(name);
	const { resources, notResources = [] } = statement;
	if (resources !== undefined) {
		return resources.some((pattern) => {
			const resolved = resolvePattern(pattern, lookup);
			return resolved !== undefined && matchesPattern(resolved, resource);
		});
	}
	return notResources.every((pattern) => {
		const resolved = resolvePattern(pattern, lookup);
		return resolved === undefined ? statement.effect === "Deny" : !matchesPattern(resolved, resource);
	});
}
