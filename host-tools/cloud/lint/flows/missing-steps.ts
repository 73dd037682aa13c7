import type { Policy } from "../documents/document.js";
import { nameWithin, readArn } from "../policy/arn.js";
import { type Connection, connectionValues } from "../policy/context.js";
import { mayBeAllowed } from "../policy/evaluate.js";
import { hole } from "../text/located.js";
import type { Need, Step, Variant } from "./flow.js";

/** Who has the policy: a claim has no thing. */
export type Holder = "claim" | "device";

export interface Missing {
	readonly step: Step;
	/** The first way of doing it, as it would have to be allowed. */
	readonly needed: readonly Need[];
}

/** Ours: places, client ids and variants that are tried. */
const mostTries = 64;

/**
 * What the policy forbids of a conversation, CONNECT included, in the place, under the client id and in the variant in which it forbids least; none
 * when all of one of them may be allowed. `flowOf` says what the conversation is for a thing of that name.
 */
export function missingSteps(
	policy: Policy,
	holder: Holder,
	flowOf: (thingName: string) => readonly Variant[],
): readonly Missing[] {
	let least: readonly Missing[] | undefined;
	let tries = 0;
	for (const prefix of prefixesOf(policy)) {
		for (const clientId of clientIdsOf(policy)) {
			for (const variant of flowOf(clientId)) {
				tries += 1;
				if (tries > mostTries) return least ?? [];
				const connection = { clientId, thingName: holder === "claim" ? undefined : clientId };
				const missing = missingOf(policy, prefix, connection, [connectAs(clientId), ...variant]);
				if (least === undefined || missing.length < least.length) least = missing;
				if (missing.length === 0) return missing;
			}
		}
	}
	return least ?? [];
}

function connectAs(clientId: string): Step {
	return { does: "connect", ways: [[{ action: "iot:Connect", resource: `client/${clientId}` }]] };
}

function missingOf(policy: Policy, prefix: string, connection: Connection, steps: Variant): readonly Missing[] {
	const values = connectionValues(connection);
	const isAllowed = ({ action, resource }: Need) =>
		mayBeAllowed(policy, { action, resource: prefix + resource, values });
	return steps.flatMap((step): Missing[] => {
		if (step.ways.some((way) => way.every(isAllowed))) return [];
		return [{ step, needed: (step.ways[0] ?? []).filter((need) => !isAllowed(need)) }];
	});
}

const anywhere = "arn:aws:iot:us-east-1:000000000000:";

/** The beginnings of the ARNs that the policy names: where its devices are. */
function prefixesOf({ statements }: Policy): readonly string[] {
	const prefixes = statements.flatMap(({ resources = [], notResources = [] }) =>
		[...resources, ...notResources].flatMap(({ text }) => {
			const arn = readArn(text);
			if (arn === undefined) return [];
			// What may be anything is made something, so that other parts of it still have to fit.
			const [partition, region, account] = [
				[arn.partition, "aws"],
				[arn.region, "us-east-1"],
				[arn.account, "000000000000"],
			].map(([part = "", other = ""]) => (/[*?$\uE000]/.test(part) ? other : part));
			return [`arn:${partition}:iot:${region}:${account}:`];
		}),
	);
	const found = [...new Set(prefixes)];
	return found.length === 0 ? [anywhere] : found;
}

const anyName = "lint-device";

/** Client ids that the policy lets connect, as examples; a wildcard in them is made a letter. */
function clientIdsOf({ statements }: Policy): readonly string[] {
	const named = statements
		.flatMap(({ resources = [] }) => resources)
		.flatMap(({ text }) => nameWithin(text, "client") ?? [])
		.filter((name) => name !== "*" && !name.includes("${"))
		.map((name) => name.replaceAll(/[*?]|\uE000/g, "x"));
	// Of a policy for one device, the thing's name may only be known from its topics.
	const things = statements
		.flatMap(({ resources = [] }) => resources)
		.flatMap(({ text }) => /\$aws\/things\/([\w:-]+)\//.exec(text)?.[1] ?? [])
		.filter((name) => !name.includes(hole));
	return [...new Set([anyName, ...named, ...things])];
}
