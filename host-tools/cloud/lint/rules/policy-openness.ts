import type { Policy, Statement } from "../documents/document.js";
import type { Fix } from "../finding.js";
import { isClaimPolicy } from "../flows/evident-flows.js";
import { matchesPlain } from "../policy/glob.js";
import { connectProbe, letsPass, otherThing, type Probe } from "../policy/probes.js";
import { hole, memberNamed } from "../text/located.js";
import { quote, type Rule } from "./rule.js";

/** What an audit by AWS IoT Device Defender calls too permissive (AWS IoT Device Defender, "AWS IoT policies overly permissive"). */

export const everythingAllowed: Rule<Policy> = {
	id: "everything-allowed",
	severity: "warning",
	finds: "`iot:*` or `*` on `*`: whoever has the policy may do anything",
	*check({ statements }) {
		for (const statement of statements) {
			const action = everyAction(statement);
			if (action === undefined || !isEverywhere(statement)) continue;
			const message = `${quote(action.text)} on everything: one stolen key is the whole account's AWS IoT`;
			yield { at: action, message, mend: "name the actions that are needed, and for each the resources by their ARN" };
		}
	},
};

function everyAction({ effect, actions }: Statement) {
	return effect === "Allow" ? actions.find(({ text }) => /^(?:\*|iot:\*)$/i.test(text)) : undefined;
}

function isEverywhere({ resources = [], conditions }: Statement): boolean {
	return (
		conditions.length === 0 &&
		resources.some(
			({ text }) => text !== hole && !text.includes(hole) && matchesPlain(text, "arn:aws:iot:us-east-1:000000000000:x"),
		)
	);
}

/** What `everything-allowed` says already. */
function isToldAlready(statement: Statement): boolean {
	return everyAction(statement) !== undefined && isEverywhere(statement);
}

const attached = { Bool: { "iot:Connection.Thing.IsAttached": "true" } };

export const connectAnyClient: Rule<Policy> = {
	id: "connect-any-client",
	severity: "warning",
	isMended: true,
	finds:
		"iot:Connect under any client id (`client/*`, `client/${iot:ClientId}`) that is not bound to the thing that the certificate is attached to",
	*check(policy) {
		if (policy.flavour !== "iot") return;
		for (const statement of policy.statements) {
			if (isToldAlready(statement) || isBound(statement)) continue;
			const resource = letsPass(policy, statement, connectProbe);
			if (resource === undefined) continue;
			const isClaim = isClaimPolicy(policy);
			yield {
				at: resource,
				message: "whoever has such a certificate may connect as any other device, whose connection then ends",
				mend: isClaim
					? "give claims client ids of their own: client/PREFIX-*"
					: "write client/${iot:Connection.Thing.ThingName}, or add the condition Bool iot:Connection.Thing.IsAttached true",
				fix: isClaim ? undefined : boundFix(statement),
			};
		}
	},
};

/** A CONNECT that is allowed to the attached thing alone. */
function isBound({ conditions }: Statement): boolean {
	return conditions.some(
		({ operator, key, values }) =>
			/^bool$/i.test(operator.text) &&
			key.text.toLowerCase() === "iot:connection.thing.isattached" &&
			values.every(({ text }) => text.toLowerCase() === "true"),
	);
}

/** A condition holds for all actions of its statement, so it is added where Connect is the only one. */
function boundFix({ node, actions }: Statement): Fix | undefined {
	if (memberNamed(node, "Condition") !== undefined || actions.some(({ text }) => !/^iot:connect$/i.test(text)))
		return undefined;
	const edit = node.insertion?.("Condition", attached);
	return edit && { says: "condition iot:Connection.Thing.IsAttached added", edits: [edit] };
}

const topics = ["shadow/update", "shadow/get", "shadow/name/n/update", "jobs/j/update"];
const filters = ["shadow/update/accepted", "jobs/notify"];
/** MQTT's wildcards in the place of a thing's name are wildcards over things, in a filter. */
const wildcardFilters = ["#", "+/#", "+/shadow/#", "+/jobs/#", "+/shadow/update/accepted", "+/jobs/notify"];

const reservedProbes: readonly Probe[] = [
	...topics.map((rest) => ({ action: "iot:Publish", resource: `topic/$aws/things/${otherThing}/${rest}` })),
	...filters.map((rest) => ({ action: "iot:Subscribe", resource: `topicfilter/$aws/things/${otherThing}/${rest}` })),
	...wildcardFilters.map((rest) => ({ action: "iot:Subscribe", resource: `topicfilter/$aws/things/${rest}` })),
];

export const topicsOfOtherThings: Rule<Policy> = {
	id: "topics-of-other-things",
	severity: "warning",
	finds:
		"iot:Publish or iot:Subscribe on the reserved topics of other things (`$aws/things/*`, `topic/*`): shadows and jobs of the whole fleet",
	*check(policy) {
		if (policy.flavour === "iot")
			yield* probe(policy, reservedProbes, (action) => `${action} reaches shadows and jobs of every thing`);
	},
};

const thingActions = [
	...["GetThingShadow", "UpdateThingShadow", "DeleteThingShadow"],
	...["DescribeJobExecution", "GetPendingJobExecutions", "StartNextPendingJobExecution", "UpdateJobExecution"],
];
const thingProbes = thingActions.map((name) => ({ action: `iot:${name}`, resource: `thing/${otherThing}` }));

export const actionsOnOtherThings: Rule<Policy> = {
	id: "actions-on-other-things",
	severity: "warning",
	finds: "actions on shadows and jobs for every thing (`thing/*`)",
	*check(policy) {
		if (policy.flavour === "iot") yield* probe(policy, thingProbes, (action) => `${action} is allowed for every thing`);
	},
};

function* probe(policy: Policy, probes: readonly Probe[], says: (action: string) => string) {
	const told = new Set<number>();
	for (const one of probes) {
		for (const statement of policy.statements) {
			if (isToldAlready(statement)) continue;
			const resource = letsPass(policy, statement, one);
			if (resource === undefined || told.has(resource.range.start)) continue;
			told.add(resource.range.start);
			const mend =
				"write ${iot:Connection.Thing.ThingName} in the place of the thing's name; wildcards belong behind it";
			yield { at: resource, message: says(one.action), mend };
		}
	}
}
