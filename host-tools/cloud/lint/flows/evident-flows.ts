import type { Policy } from "../documents/document.js";
import { nameWithin } from "../policy/arn.js";
import { namesAction } from "../policy/evaluate.js";
import { hole } from "../text/located.js";

/** What a policy evidently is for, from the topics that it allows. */
export interface EvidentFlows {
	readonly keys: boolean;
	readonly csr: boolean;
	/** Names of provisioning templates, `*` where any is allowed. */
	readonly templates: readonly string[];
	readonly jobs: boolean;
	readonly shadow: boolean;
	/** Of the shadows that are named. */
	readonly shadowNames: readonly string[];
	/** Topics of none of these. */
	readonly others: boolean;
}

const ofCertificates = /^\$aws\/certificates\//;
const ofTemplates = /^\$aws\/provisioning-templates\/([^/]*)/;
/** Of one thing: a wildcard in the place of its name is somebody's who watches. */
const ofThing = /^\$aws\/things\/([^/+#*]+)\/(.*)$/s;

const httpsShadow = ["iot:GetThingShadow", "iot:UpdateThingShadow"];
const httpsJobs = ["iot:GetPendingJobExecutions", "iot:StartNextPendingJobExecution", "iot:UpdateJobExecution"];

export function evidentFlows(policy: Policy): EvidentFlows {
	const names = namesAllowed(policy);
	const below = names.flatMap((name) => ofThing.exec(name)?.[2] ?? []);
	const connects = allows(policy, ["iot:Connect"]);
	const ofService = (service: string, https: readonly string[]) =>
		below.some((rest) => rest === "*" || rest === "#" || rest.startsWith(service)) ||
		(connects && allows(policy, https));
	return {
		keys: names.some((name) => /^\$aws\/certificates\/(?:\*|create(?:\/|\*|$))/.test(name)),
		csr: names.some((name) => /^\$aws\/certificates\/(?:\*|create\*|create-from-csr)/.test(name)),
		templates: [...new Set(names.flatMap((name) => ofTemplates.exec(name)?.[1] ?? []))],
		jobs: ofService("jobs", httpsJobs),
		shadow: ofService("shadow", httpsShadow),
		shadowNames: [...new Set(below.flatMap((rest) => /^shadow\/name\/([^/*+#]+)/.exec(rest)?.[1] ?? []))],
		others: names.some((name) => !ofCertificates.test(name) && !ofTemplates.test(name)),
	};
}

/** A certificate that many devices have until they have one of their own: there is no thing that it is attached to. */
export function isClaimPolicy(policy: Policy): boolean {
	const { keys, csr, templates, others } = evidentFlows(policy);
	return (keys || csr || templates.length > 0) && !others;
}

function namesAllowed({ statements }: Policy): readonly string[] {
	return statements
		.filter(
			({ effect, actions }) =>
				effect === "Allow" &&
				actions.some(({ text }) => /^iot:(?:publish|subscribe|receive|retainpublish)$/i.test(text)),
		)
		.flatMap(({ resources = [] }) => resources)
		.flatMap(({ text }) => nameWithin(text, "topic") ?? nameWithin(text, "topicfilter") ?? [])
		.filter((name) => name !== hole);
}

/** By name, and not by a pattern such as `iot:*`. */
function allows({ statements }: Policy, actions: readonly string[]): boolean {
	return statements.some(
		(one) =>
			one.effect === "Allow" &&
			one.actions.some(({ text }) => !text.includes("*")) &&
			actions.some((action) => namesAction(one, action)),
	);
}
