import type { SubscriptionOptions } from "./subscription-options.js";

/** Those who share one subscription: each message goes to one of them. */
export class SharedGroup<S> {
	readonly #options = new Map<S, SubscriptionOptions>();
	#members: S[] = [];
	#next = 0;

	get isEmpty(): boolean {
		return this.#members.length === 0;
	}

	/** Replaces the options of a member. */
	add(member: S, options: SubscriptionOptions): void {
		if (!this.#options.has(member)) this.#members.push(member);
		this.#options.set(member, options);
	}

	remove(member: S): void {
		if (this.#options.delete(member)) this.#members = this.#members.filter((other) => other !== member);
	}

	/** 0 for somebody who is no member. */
	optionsOf(member: S): SubscriptionOptions {
		return this.#options.get(member) ?? 0;
	}

	/** Whose turn it is among those that `may`; undefined when none does. */
	pick(may: (member: S, options: SubscriptionOptions) => boolean): S | undefined {
		const count = this.#members.length;
		for (let step = 0; step < count; step++) {
			const index = (this.#next + step) % count;
			const member = this.#members[index];
			if (member === undefined || !may(member, this.optionsOf(member))) continue;
			this.#next = index + 1;
			return member;
		}
		return undefined;
	}
}
