import { failingCondition } from "./condition.js";
import {
	type CompiledStatement,
	coversResource,
	type Decision,
	namesAction,
	type PolicyAction,
} from "./evaluate-policies.js";
import { foreignResources } from "./foreign-resources.js";
import { matchesPattern, type PatternPart, parsePattern, patternText, resolvePattern } from "./pattern.js";
import type { PolicyContext } from "./policy-context.js";

export interface DenialFacts {
	readonly action: PolicyAction;
	readonly resource: string;
	readonly statements: readonly CompiledStatement[];
	readonly decision: Decision;
	readonly context: PolicyContext;
	/** "certificate 1234…" or "the claim" */
	readonly principal: string;
	/** The client id, or the thing that the certificate has exclusively. */
	readonly thingName: string;
	/** Things the certificate is attached to. */
	readonly attachedThings: readonly string[];
}

/** One sentence or two for the journal: what was denied, why, and what would allow it. */
export function explainDenial(facts: DenialFacts): string {
	const { action, resource, decision, principal } = facts;
	const denied = `${action} on ${resource} is denied`;
	if (decision.statement !== undefined) return `${denied} by ${place(decision.statement)}, an explicit Deny`;
	if (facts.statements.length === 0) {
		return `${denied}: ${principal} has no policy attached. Attach one that allows it (AttachPolicy)`;
	}
	const forAction = facts.statements.filter(({ effect }) => effect === "Allow").filter((s) => namesAction(s, action));
	const hint = forAction.length === 0 ? mistakenAction(facts) : nearestMiss(facts, forAction);
	return `${denied}: ${hint}`;
}

/** How a statement is called: `policy "p" of thing group "g", statement 1`. */
export function place({ policyName, group, index }: CompiledStatement): string {
	return `policy "${policyName}"${group === undefined ? "" : ` of thing group "${group}"`}, statement ${index + 1}`;
}

function mistakenAction({ action, statements }: DenialFacts): string {
	const names = [...new Set(statements.map(({ policyName }) => `"${policyName}"`))].join(", ");
	const also = action === "iot:RetainPublish" ? " (a retained message needs it besides iot:Publish)" : "";
	return `no statement of ${names} allows the action ${action}${also}`;
}

function nearestMiss(facts: DenialFacts, statements: readonly CompiledStatement[]): string {
	for (const statement of statements) {
		if (!coversResource(statement, facts.resource, facts.context)) continue;
		const condition = failingCondition(statement.conditions, facts.context);
		return `${place(statement)} would allow it, but its condition ${condition} does not hold. ${attachmentHint(facts)}`.trim();
	}
	const foreign = foreignResources(statements, facts.resource);
	if (foreign !== undefined) return foreign;
	for (const statement of statements) {
		for (const pattern of statement.resources ?? []) {
			const hint =
				olderVersion(pattern) ??
				unresolvedVariable(facts, pattern) ??
				wrongResourceType(facts, pattern) ??
				createFromCsr(facts, pattern);
			if (hint !== undefined) return `${place(statement)}: ${hint}`;
		}
	}
	const offered = statements.flatMap(({ resources = [] }) =>
		resources.map((pattern) => `"${substituted(facts, pattern)}"`),
	);
	return `no resource matches; allowed for ${facts.action}: ${[...new Set(offered)].slice(0, 5).join(", ")}`;
}

function substituted({ context }: DenialFacts, pattern: readonly PatternPart[]): string {
	return patternText(resolvePattern(pattern, (name) => context.variable(name)) ?? pattern);
}

/** Only a document of the older version has `${…}` as text. */
function olderVersion(pattern: readonly PatternPart[]): string | undefined {
	const isText = pattern.some((part) => part.kind === "literal" && /\$\{[^}]+\}/.test(part.text));
	if (!isText) return undefined;
	return `"${patternText(pattern)}" is plain text, because the policy is not of Version 2012-10-17, which alone has variables`;
}

/** A resource that would match if its variables had a value, or for one variable, had the value the device seems to expect. */
function unresolvedVariable(facts: DenialFacts, pattern: readonly PatternPart[]): string | undefined {
	const missing = pattern.find((part) => part.kind === "variable" && facts.context.variable(part.name) === undefined);
	if (missing?.kind !== "variable") return undefined;
	const hint = /^iot:connection\.thing\./i.test(missing.name) ? attachmentHint(facts) : "";
	return `"${patternText(pattern)}" matches nothing, because \${${missing.name}} has no value in this session. ${hint}`.trim();
}

function attachmentHint({ thingName, attachedThings, principal }: DenialFacts): string {
	if (attachedThings.includes(thingName)) return "";
	if (thingName === "") {
		return `Over HTTPS there is no client id: thing variables need a thing that ${principal} has exclusively (EXCLUSIVE_THING)`;
	}
	if (attachedThings.length === 0) {
		return `Thing variables need ${principal} attached to the thing "${thingName}" (AttachThingPrincipal), and it is attached to none`;
	}
	const things = attachedThings.map((name) => `"${name}"`).join(", ");
	return `Thing variables need a client id equal to the thing's name: the client id is "${thingName}", attached are ${things}`;
}

function wrongResourceType(facts: DenialFacts, pattern: readonly PatternPart[]): string | undefined {
	const [expected, mistaken] =
		facts.action === "iot:Subscribe" ? [":topicfilter/", ":topic/"] : [":topic/", ":topicfilter/"];
	const swapped = patternText(pattern).replace(mistaken, expected);
	if (facts.action === "iot:Connect" || swapped === patternText(pattern)) return undefined;
	if (!covers(facts, parsePattern(swapped))) return undefined;
	return `${facts.action} is matched against "arn:…${expected}…", but the resource says "${patternText(pattern)}"`;
}

/** `create/*` looks as if it covered create-from-csr, and does not (docs/aws-behaviour.md, "What a claim may do"). */
function createFromCsr(facts: DenialFacts, pattern: readonly PatternPart[]): string | undefined {
	if (!facts.resource.includes("/$aws/certificates/create-from-csr/")) return undefined;
	const text = patternText(pattern);
	const widened = text.replace("$aws/certificates/create/", "$aws/certificates/create-from-csr/");
	if (widened === text || !covers(facts, parsePattern(widened))) return undefined;
	return `"${text}" does not cover create-from-csr: add "$aws/certificates/create-from-csr/*"`;
}

function covers({ context, resource }: DenialFacts, pattern: readonly PatternPart[]): boolean {
	const resolved = resolvePattern(pattern, (name) => context.variable(name));
	return resolved !== undefined && matchesPattern(resolved, resource);
}
