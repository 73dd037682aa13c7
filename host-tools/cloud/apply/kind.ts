import type { Json } from "../model/concrete.js";
import type { ResourceType } from "../model/resource.js";
import type { Place } from "../model/resource-arn.js";
import type { Clients } from "./clients.js";
import type { RetryClock } from "./retry.js";

/** Properties as they are in one account, by CloudFormation's names. */
export type Properties = Readonly<Record<string, Json>>;

/** What a kind works with. */
export interface KindContext {
	readonly clients: Clients;
	readonly place: Place;
	/** What the tag `thingsmith:project` says of everything that belongs to this project. */
	readonly owner: string;
	/** Ends waits; calls end by themselves. */
	readonly signal: AbortSignal;
	/** Of waits; the machine's unless told otherwise. */
	readonly clock?: RetryClock;
}

/** What is in the account under a resource's name. */
export interface Found {
	/** In the shape of the desired ones, as far as the account has them. */
	readonly properties: Properties;
	/** The project that made it; undefined: somebody else. Settings of an account belong to whoever sets them. */
	readonly owner: string | undefined;
}

/**
 * How one type of resource is read, made, changed and removed. Each method may be cut off after any of its calls, and is then begun again from a
 * new `read`: `create` is only called where nothing is, `update` mends also what a `create` that was cut off has left out. Methods reject with
 * what the SDK throws.
 */
export interface Kind {
	readonly type: ResourceType;
	/** Of these properties a change needs another resource in its place. */
	readonly replacing: readonly string[];
	/** Properties that AWS never changes, with what to do instead; what has none may be left out. */
	readonly unchangeable?: Readonly<Record<string, string>>;
	/**
	 * Of a setting of the account, which is always there and only ever changed: whether it is AWS's default, which `remove` puts in its
	 * place.
	 */
	isOff?(properties: Properties): boolean;
	/** Of a setting: who has switched it on decides about all of it. */
	readonly isExclusive?: true;
	/** Why AWS may refuse to make one, which is told and does not end the work. */
	readonly mayBeRefused?: string;
	/** Undefined: there is none of that name. `desired` says which properties have to be known. */
	read(name: string, context: KindContext, desired: Properties): Promise<Found | undefined>;
	/** Tagged as the owner's. */
	create(name: string, properties: Properties, context: KindContext): Promise<void>;
	/** Makes it so that `read` finds `properties`, and nothing beside them. */
	update(name: string, properties: Properties, found: Found, context: KindContext): Promise<void>;
	/** What has to be done some time before it can be removed: done for all before the first is. */
	prepareRemoval?(name: string, found: Found, context: KindContext): Promise<void>;
	/** Succeeds where there is none any more. */
	remove(name: string, found: Found, context: KindContext): Promise<void>;
	/** Tags what somebody else made as the owner's; undefined: the type has no tags, and cannot be imported. */
	adopt?(name: string, context: KindContext): Promise<void>;
}

/** The tag by which what is ours is known. */
export const ownerTag = "thingsmith:project";

export interface Tag {
	readonly Key?: string | undefined;
	readonly Value?: string | undefined;
}

export function ownerIn(tags: readonly Tag[] | undefined): string | undefined {
	return tags?.find(({ Key }) => Key === ownerTag)?.Value;
}

export function tagsOf({ owner }: Pick<KindContext, "owner">): { Key: string; Value: string }[] {
	return [{ Key: ownerTag, Value: owner }];
}
