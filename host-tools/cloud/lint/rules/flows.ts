import type { Policy } from "../documents/document.js";
import { evidentFlows, isClaimPolicy } from "../flows/evident-flows.js";
import type { Need, Variant } from "../flows/flow.js";
import { jobs, provisioning, shadow, telemetry } from "../flows/flows.js";
import { type Holder, type Missing, missingSteps } from "../flows/missing-steps.js";
import { namesAction } from "../policy/evaluate.js";
import { memberNamed } from "../text/located.js";
import type { LintOptions, Rule, Violation } from "./rule.js";

/**
 * Whole conversations. They are looked at once nothing else of the policy is in error: a resource of the wrong kind is told as that, and not as
 * everything that it forbids.
 */

export const flowProvisioning: Rule<Policy> = {
	id: "flow-provisioning",
	severity: "error",
	finds:
		"a policy that allows some of fleet provisioning and forbids the rest: connecting, subscribing to answers, receiving them, asking, for the template that it names",
	*check(policy, { flows }) {
		if (policy.flavour !== "iot") return;
		const { keys, csr, templates, others } = evidentFlows(policy);
		const isEvident = keys || csr || templates.length > 0;
		const isAsked = flows.includes("provisioning");
		const names = templates.length === 0 ? ["TEMPLATE"] : templates.map(exampleName);
		const holder: Holder = isClaimPolicy(policy) || (isAsked && !others) ? "claim" : "device";
		const wants = {
			keys: keys || isAsked || flows.includes("provisioning-keys") || (isEvident && !csr),
			csr: csr || isAsked || flows.includes("provisioning-csr"),
		};
		for (const origin of ["keys", "csr"] as const) {
			if (!wants[origin]) continue;
			for (const name of names) yield* told(policy, holder, "fleet provisioning", () => provisioning(origin, name));
		}
	},
};

/** A template whose name the pattern matches. */
function exampleName(pattern: string): string {
	return pattern.replaceAll(/\*|\uE000/g, "TEMPLATE").replaceAll("?", "T");
}

export const flowTelemetry: Rule<Policy> = {
	id: "flow-telemetry",
	severity: "error",
	finds: "with `--flow telemetry`: a policy by which a device cannot connect, or publish its readings",
	*check(policy, { flows, topic }) {
		if (policy.flavour !== "iot" || !flows.includes("telemetry")) return;
		yield* told(policy, "device", "readings", (thingName) => telemetry(topic, thingName));
	},
};

export const flowJobs: Rule<Policy> = {
	id: "flow-jobs",
	severity: "warning",
	finds:
		"a policy that allows some of the topics of a thing's jobs, or their actions over HTTPS, and not enough of the topics to do a job",
	*check(policy, options) {
		if (isWanted(policy, options, "jobs")) yield* told(policy, "device", "jobs", jobs);
	},
};

export const flowShadow: Rule<Policy> = {
	id: "flow-shadow",
	severity: "warning",
	finds:
		"a policy that allows some of the topics of a thing's shadow, or its actions over HTTPS, and not both to report and to hear",
	*check(policy, options) {
		if (!isWanted(policy, options, "shadow")) return;
		const [name = "lint-shadow"] = evidentFlows(policy).shadowNames;
		yield* told(policy, "device", "shadows", (thingName) => shadow(thingName, name));
	},
};

function isWanted(policy: Policy, { flows }: LintOptions, flow: "jobs" | "shadow"): boolean {
	return policy.flavour === "iot" && (evidentFlows(policy)[flow] || flows.includes(flow));
}

function* told(
	policy: Policy,
	holder: Holder,
	what: string,
	flowOf: (thingName: string) => readonly Variant[],
): Iterable<Violation> {
	const needed = missingSteps(policy, holder, flowOf);
	const told = new Set<string>();
	const ofClaim = holder === "claim" && isClaimPolicy(policy) && hasThingVariables(policy);
	for (const { step, needed: missing } of needed) {
		// A rule of its own says that a claim has no thing.
		if (told.has(step.does) || (ofClaim && step.does === "connect")) continue;
		told.add(step.does);
		yield missingStep(policy, what, { step, needed: missing });
	}
}

function missingStep({ root }: Policy, what: string, { step, needed }: Missing): Violation {
	const statement = memberNamed(root, "Statement");
	const at = statement === undefined ? root : { range: statement.nameRange, path: statement.value.path };
	return {
		at,
		message: `the policy is for ${what}, and forbids to ${step.does}`,
		mend: `allow ${needed.map(spelled).join(" and ")}`,
	};
}

function spelled({ action, resource }: Need): string {
	return `${action} on ${resource.replaceAll(/lint-device|lint-job|lint-shadow/g, (name) => (name === "lint-device" ? "THING" : "*"))}`;
}

const thingVariable = /\$\{iot:Connection\.Thing\./i;

/** What allows to connect is a thing's, which a claim has none of. */
function hasThingVariables({ statements }: Policy): boolean {
	const connects = statements.filter(
		({ effect, actions }) => effect === "Allow" && actions.some(({ text }) => /^iot:connect$/i.test(text)),
	);
	return connects.some(
		({ resources = [], conditions }) =>
			resources.some(({ text }) => thingVariable.test(text)) ||
			conditions.some(({ key }) => /^iot:connection\.thing\./i.test(key.text)),
	);
}

export const claimThingVariables: Rule<Policy> = {
	id: "claim-thing-variables",
	severity: "error",
	finds:
		"a claim's policy that lets things connect (`client/${iot:Connection.Thing.ThingName}`): a claim is attached to none",
	*check(policy) {
		if (policy.flavour !== "iot" || !isClaimPolicy(policy) || !hasThingVariables(policy)) return;
		const [connect] = missingSteps(policy, "claim", () => [[]]);
		if (connect === undefined) return;
		const statement = policy.statements.find(({ actions }) => actions.some(({ text }) => /^iot:connect$/i.test(text)));
		yield {
			at: statement?.resources?.[0] ?? policy.root,
			message: "a claim has no thing, so that this variable has no value and nobody connects",
			mend: "name client ids that claims may have: client/PREFIX-*, without a condition on the thing",
		};
	},
};

export const claimWithoutCsr: Rule<Policy> = {
	id: "claim-without-csr",
	severity: "warning",
	finds:
		"`create/*` in a policy for fleet provisioning without `create-from-csr/*`, which it does not match: devices with a key of their own are refused",
	*check(policy) {
		if (policy.flavour !== "iot") return;
		const { keys, csr } = evidentFlows(policy);
		if (!keys || csr) return;
		const resource = policy.statements
			.flatMap(({ resources = [] }) => resources)
			.find(({ text }) => text.includes("$aws/certificates/create"));
		yield {
			at: resource ?? policy.root,
			message: "create/* does not match create-from-csr/…: a device that makes its own key is cut off",
			mend: "add the same ARNs with $aws/certificates/create-from-csr/*, as topic and as topicfilter",
		};
	},
};

export const subscribeWithoutReceive: Rule<Policy> = {
	id: "subscribe-without-receive",
	severity: "error",
	finds:
		"a policy that allows to subscribe and nothing to receive: the subscription succeeds, and no message ever comes",
	*check({ flavour, statements }) {
		if (flavour !== "iot") return;
		const allowing = (action: string) => statements.find((one) => one.effect === "Allow" && namesAction(one, action));
		const subscribing = allowing("iot:Subscribe");
		if (subscribing === undefined || allowing("iot:Receive") !== undefined) return;
		yield {
			at: subscribing.actions.find(({ text }) => /subscribe/i.test(text)) ?? subscribing.node,
			message: "iot:Subscribe without iot:Receive: no message is delivered",
			mend: "allow iot:Receive on topic/… for the same topics",
		};
	},
};
