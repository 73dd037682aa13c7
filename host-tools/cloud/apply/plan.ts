import { concrete } from "../model/concrete.js";
import type { Value } from "../model/resource.js";
import { type Resource, serviceOf } from "../model/resource.js";
import { type Difference, differences } from "./differences.js";
import type { Found, Kind, KindContext, Properties } from "./kind.js";
import { type Applied, digestOf } from "./record.js";

export type Action = "create" | "update" | "replace" | "delete" | "none";

/** What is to be done about one resource, and why. */
export interface Step {
	readonly resource: Resource;
	readonly kind: Kind;
	readonly action: Action;
	readonly reason: string;
	readonly properties: Properties;
	readonly found: Found | undefined;
	readonly differences: readonly Difference[];
	/** Somebody has changed by hand what was applied. */
	readonly drift: boolean;
}

/** What nothing is done about, although it is not as it should be, or cannot be known. */
export interface LeftAlone {
	readonly resource: Resource;
	readonly reason: string;
	/**
	 * `unavailable`: its service is not there. `unchangeable`: AWS cannot change what is different. `conflict`: somebody else made one of that name, and it is not what it should be; nothing can be
	 * applied before that is settled.
	 */
	readonly why: "unavailable" | "unchangeable" | "conflict";
}

export interface Plan {
	/** In the order in which they are done. */
	readonly steps: readonly Step[];
	readonly leftAlone: readonly LeftAlone[];
}

export interface PlanOptions {
	readonly model: readonly Resource[];
	/** Everything that could be left of other settings. */
	readonly possible: readonly Resource[];
	readonly kinds: readonly Kind[];
	/** Undefined: it can be had. Otherwise why not. */
	readonly unavailable: (resource: Resource) => string | undefined;
	readonly applied: Applied;
}

/** Calls at a time: AWS IoT takes some ten a second of each operation. */
const readers = 4;

/** Reads the account, and changes nothing. Rejects with what the SDK throws. */
export async function makePlan(options: PlanOptions, context: KindContext): Promise<Plan> {
	const { model, possible } = options;
	const wanted = new Set(model.map(({ type, name }) => `${type} ${name}`));
	const superfluous = possible.filter(({ type, name }) => !wanted.has(`${type} ${name}`));
	const judged = await inTurns([...model, ...superfluous.toReversed()], (resource) => {
		return judge(resource, model.includes(resource), options, context);
	});
	const isStep = (one: Step | LeftAlone | undefined): one is Step => one !== undefined && "action" in one;
	return {
		steps: judged.filter(isStep),
		leftAlone: judged.flatMap((one) => (one === undefined || isStep(one) ? [] : one)),
	};
}

/** The changes of a plan. */
export function changesOf({ steps }: Plan): readonly Step[] {
	return steps.filter(({ action }) => action !== "none");
}

async function judge(
	resource: Resource,
	isWanted: boolean,
	{ kinds, unavailable, applied }: PlanOptions,
	context: KindContext,
): Promise<Step | LeftAlone | undefined> {
	const reason = unavailable(resource);
	if (reason !== undefined) return isWanted ? { resource, reason, why: "unavailable" as const } : undefined;
	const kind = kindOf(kinds, resource);
	const properties = concrete(resource.properties as Value, context.place) as Properties;
	const found = await kind.read(resource.name, context, properties);
	if (!isWanted) return superfluousStep({ resource, kind, properties, found }, context, applied);
	const step = (action: Action, why: string, more: Partial<Step> = {}): Step => {
		return { resource, kind, action, reason: why, properties, found, differences: [], drift: false, ...more };
	};
	if (found === undefined) return step("create", "there is none");
	const all = differences(properties, found.properties);
	const isOurs = kind.isOff !== undefined || found.owner === context.owner;
	if (all.length === 0) return step("none", isOurs ? "as it should be" : "there already");
	if (!isOurs) return foreign(resource, found);
	const changeable = all.filter((one) => kind.unchangeable?.[memberOf(one)] === undefined);
	if (changeable.length === 0) return unchangeable(resource, kind, all[0] as Difference);
	const drift = applied.digests.get(resource.id) === digestOf(properties);
	const action = changeable.some((one) => kind.replacing.includes(memberOf(one))) ? "replace" : "update";
	const names = [...new Set(changeable.map(memberOf))].join(", ");
	const why = drift ? `${names} was changed by hand` : `${names} is to be different`;
	return step(action, why, { differences: changeable, drift });
}

/** The property that a difference is in. */
function memberOf({ path }: Difference): string {
	return path.split(".", 1)[0] ?? "";
}

function unchangeable(resource: Resource, kind: Kind, difference: Difference): LeftAlone {
	const { path, found } = difference;
	const instead = kind.unchangeable?.[memberOf(difference)];
	const reason = `${path} is ${JSON.stringify(found)}, and AWS cannot change it: ${instead}`;
	return { resource, reason, why: "unchangeable" };
}

/** Of a setting of the account: what somebody else has switched on stays. */
function superfluousStep(
	{ resource, kind, properties, found }: Pick<Step, "resource" | "kind" | "properties" | "found">,
	{ owner }: KindContext,
	{ settings }: Applied,
): Step | undefined {
	if (found === undefined) return undefined;
	const isOurs = kind.isOff ? settings.has(resource.id) && !kind.isOff(found.properties) : found.owner === owner;
	if (!isOurs) return undefined;
	const reason = "the project no longer wants it";
	return { resource, kind, action: "delete", reason, properties, found, differences: [], drift: false };
}

function foreign(resource: Resource, { owner }: Found): LeftAlone {
	const whose = owner === undefined ? "not made by thingsmith" : `of the project ${owner}`;
	return { resource, reason: `one of that name is there, ${whose}, and different`, why: "conflict" };
}

export function kindOf(kinds: readonly Kind[], { type }: Resource): Kind {
	const kind = kinds.find((one) => one.type === type);
	if (kind === undefined) throw new Error(`there is no kind for ${type} (${serviceOf(type)})`);
	return kind;
}

/** What `work` gives for each, in order, some at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
	const results: R[] = [];
	const queue = items.entries();
	const worker = async () => {
		for (const [index, item] of queue) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: readers }, worker));
	return results;
}
