interface Level<T> {
	readonly children: Map<string, Level<T>>;
	readonly rules: Set<T>;
}

/** Topic filters of rules: which match a topic is found without a look at the others, as AWS matches (`filterMatches`). */
export class RuleIndex<T> {
	readonly #root = emptyLevel<T>();

	add(filter: string, rule: T): void {
		let level = this.#root;
		for (const name of filter.split("/")) {
			let next = level.children.get(name);
			if (next === undefined) {
				next = emptyLevel();
				level.children.set(name, next);
			}
			level = next;
		}
		level.rules.add(rule);
	}

	remove(filter: string, rule: T): void {
		const path: (readonly [Level<T>, string])[] = [];
		let level = this.#root;
		for (const name of filter.split("/")) {
			path.push([level, name]);
			const next = level.children.get(name);
			if (next === undefined) return;
			level = next;
		}
		level.rules.delete(rule);
		for (const [parent, name] of path.reverse()) {
			const child = parent.children.get(name);
			if (child !== undefined && child.rules.size === 0 && child.children.size === 0) parent.children.delete(name);
		}
	}

	/** Each once; a leading wildcard matches no `$…` topic. */
	match(topic: string): readonly T[] {
		if (this.#root.children.size === 0) return [];
		const found: T[] = [];
		collect(this.#root, topic.split("/"), 0, topic.startsWith("$"), found);
		return found;
	}
}

function emptyLevel<T>(): Level<T> {
	return { children: new Map(), rules: new Set() };
}

function collect<T>(level: Level<T>, names: readonly string[], at: number, isReserved: boolean, found: T[]): void {
	const name = names[at];
	if (name === undefined) {
		found.push(...level.rules);
		return;
	}
	if (!isReserved || at > 0) {
		const open = level.children.get("#");
		if (open !== undefined) found.push(...open.rules);
		const any = level.children.get("+");
		if (any !== undefined) collect(any, names, at + 1, isReserved, found);
	}
	const same = name === "+" || name === "#" ? undefined : level.children.get(name);
	if (same !== undefined) collect(same, names, at + 1, isReserved, found);
}
