/** One level of the tree. `filters` holds who subscribed to the filter that ends here. */
interface Level<S> {
	readonly children: Map<string, Level<S>>;
	readonly subscribers: Map<S, 0 | 1>;
}

function emptyLevel<S>(): Level<S> {
	return { children: new Map(), subscribers: new Map() };
}

/**
 * Topic filters and who subscribed to them: finds the subscribers of a topic without looking at the others. Matches as
 * `filterMatches` does: MQTT's rules with AWS's two turns. The cost of a match grows with the levels of the topic (at most 8
 * for AWS), doubling for each level at which both a name and `+` are subscribed to.
 */
export class SubscriptionTree<S> {
	readonly #root: Level<S> = emptyLevel();

	/** Replaces the QoS when the subscriber has the filter already. */
	add(filter: string, subscriber: S, qos: 0 | 1): void {
		let level = this.#root;
		for (const name of filter.split("/")) {
			let next = level.children.get(name);
			if (next === undefined) {
				next = emptyLevel();
				level.children.set(name, next);
			}
			level = next;
		}
		level.subscribers.set(subscriber, qos);
	}

	remove(filter: string, subscriber: S): void {
		const path: [Level<S>, string][] = [];
		let level = this.#root;
		for (const name of filter.split("/")) {
			const next = level.children.get(name);
			if (next === undefined) return;
			path.push([level, name]);
			level = next;
		}
		level.subscribers.delete(subscriber);
		for (const [parent, name] of path.reverse()) {
			const child = parent.children.get(name);
			if (child === undefined || child.subscribers.size > 0 || child.children.size > 0) return;
			parent.children.delete(name);
		}
	}

	/** Who gets a message on `topic`, each once, with the highest QoS of the filters of theirs that match. */
	match(topic: string): Map<S, 0 | 1> {
		const found = new Map<S, 0 | 1>();
		const names = topic.split("/");
		// A leading wildcard matches no `$…` topic.
		if (topic.startsWith("$")) {
			const first = this.#root.children.get(names[0] ?? "");
			if (first !== undefined) collect(first, names, 1, found);
		} else {
			collect(this.#root, names, 0, found);
		}
		return found;
	}
}

function collect<S>(level: Level<S>, names: readonly string[], at: number, found: Map<S, 0 | 1>): void {
	const name = names[at];
	if (name === undefined) {
		addAll(level, found);
		return;
	}
	const open = level.children.get("#");
	if (open !== undefined) addAll(open, found);
	const any = level.children.get("+");
	if (any !== undefined) collect(any, names, at + 1, found);
	const same = level.children.get(name);
	if (same !== undefined) collect(same, names, at + 1, found);
}

function addAll<S>({ subscribers }: Level<S>, found: Map<S, 0 | 1>): void {
	for (const [subscriber, qos] of subscribers) {
		if (found.get(subscriber) !== 1) found.set(subscriber, qos);
	}
}
