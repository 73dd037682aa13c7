import { parseShared } from "../topics.js";
import { SharedGroup } from "./shared-group.js";
import { mergedOptions, type SubscriptionOptions } from "./subscription-options.js";

/** One level of the tree. `subscribers` holds who subscribed to the filter that ends here, `groups` who shares it. */
interface Level<S> {
	children?: Map<string, Level<S>> | undefined;
	subscribers?: Map<S, SubscriptionOptions> | undefined;
	groups?: Map<string, SharedGroup<S>> | undefined;
}

/** Topics whose subscribers are remembered, and how many a topic may have for that: a message a second from each of a fleet costs one look. */
const rememberedTopics = 512;
const rememberedSubscribers = 8;

/**
 * Topic filters and who subscribed to them: finds the subscribers of a topic without looking at the others. Matches as
 * `filterMatches` does: MQTT's rules with AWS's two turns. The cost of a match grows with the levels of the topic (at most 8
 * for AWS), doubling for each level at which both a name and `+` are subscribed to.
 */
export class SubscriptionTree<S> {
	readonly #root: Level<S> = {};
	/** Of topics that nobody shares; forgotten when anybody subscribes or unsubscribes. */
	readonly #remembered = new Map<string, ReadonlyMap<S, SubscriptionOptions>>();

	/** Replaces the options when the subscriber has the filter already. `$share/<name>/<filter>` joins those who share it. */
	add(filter: string, subscriber: S, options: SubscriptionOptions): void {
		this.#remembered.clear();
		const shared = parseShared(filter);
		const level = this.#make(shared?.filter ?? filter);
		if (shared === undefined) {
			level.subscribers ??= new Map();
			level.subscribers.set(subscriber, options);
			return;
		}
		level.groups ??= new Map();
		const group = level.groups.get(shared.group) ?? new SharedGroup<S>();
		level.groups.set(shared.group, group);
		group.add(subscriber, options);
	}

	remove(filter: string, subscriber: S): void {
		this.#remembered.clear();
		const shared = parseShared(filter);
		const path: [Level<S>, string][] = [];
		let level = this.#root;
		for (const name of (shared?.filter ?? filter).split("/")) {
			const next = level.children?.get(name);
			if (next === undefined) return;
			path.push([level, name]);
			level = next;
		}
		if (shared === undefined) removeSubscriber(level, subscriber);
		else removeMember(level, shared.group, subscriber);
		for (const [parent, name] of path.reverse()) {
			const child = parent.children?.get(name);
			if (child === undefined || child.subscribers || child.groups || child.children) return;
			parent.children?.delete(name);
			if (parent.children?.size === 0) parent.children = undefined;
		}
	}

	/**
	 * Who gets a message on `topic`, each once, with the options of all filters of theirs that match; `pick` is asked who of
	 * those that share a filter gets it.
	 */
	match(topic: string, pick?: (group: SharedGroup<S>) => S | undefined): ReadonlyMap<S, SubscriptionOptions> {
		const remembered = this.#remembered.get(topic);
		if (remembered !== undefined) return remembered;
		const found = new Map<S, SubscriptionOptions>();
		const groups: SharedGroup<S>[] = [];
		const names = topic.split("/");
		// A leading wildcard matches no `$…` topic.
		if (topic.startsWith("$")) {
			const first = this.#root.children?.get(names[0] ?? "");
			if (first !== undefined) collect(first, names, 1, found, groups);
		} else {
			collect(this.#root, names, 0, found, groups);
		}
		if (groups.length === 0) this.#remember(topic, found);
		for (const group of groups) {
			const member = pick?.(group);
			if (member !== undefined) add(found, member, group.optionsOf(member));
		}
		return found;
	}

	#remember(topic: string, found: ReadonlyMap<S, SubscriptionOptions>): void {
		if (found.size > rememberedSubscribers) return;
		if (this.#remembered.size >= rememberedTopics) this.#remembered.clear();
		this.#remembered.set(topic, found);
	}

	#make(filter: string): Level<S> {
		let level = this.#root;
		for (const name of filter.split("/")) {
			level.children ??= new Map();
			let next = level.children.get(name);
			if (next === undefined) {
				next = {};
				level.children.set(name, next);
			}
			level = next;
		}
		return level;
	}
}

function removeSubscriber<S>(level: Level<S>, subscriber: S): void {
	level.subscribers?.delete(subscriber);
	if (level.subscribers?.size === 0) level.subscribers = undefined;
}

function removeMember<S>(level: Level<S>, name: string, subscriber: S): void {
	const group = level.groups?.get(name);
	group?.remove(subscriber);
	if (group?.isEmpty) level.groups?.delete(name);
	if (level.groups?.size === 0) level.groups = undefined;
}

type Found<S> = Map<S, SubscriptionOptions>;

function collect<S>(
	level: Level<S>,
	names: readonly string[],
	at: number,
	found: Found<S>,
	groups: SharedGroup<S>[],
): void {
	const name = names[at];
	if (name === undefined) {
		addAll(level, found, groups);
		return;
	}
	const { children } = level;
	if (children === undefined) return;
	const open = children.get("#");
	if (open !== undefined) addAll(open, found, groups);
	const any = children.get("+");
	if (any !== undefined) collect(any, names, at + 1, found, groups);
	const same = children.get(name);
	if (same !== undefined) collect(same, names, at + 1, found, groups);
}

function addAll<S>(level: Level<S>, found: Found<S>, groups: SharedGroup<S>[]): void {
	if (level.subscribers !== undefined) {
		for (const [subscriber, options] of level.subscribers) add(found, subscriber, options);
	}
	if (level.groups !== undefined) groups.push(...level.groups.values());
}

function add<S>(found: Found<S>, subscriber: S, options: SubscriptionOptions): void {
	const known = found.get(subscriber);
	found.set(subscriber, known === undefined ? options : mergedOptions(known, options));
}
