import type { Value } from "../model/resource.js";

export type ValueMembers = Readonly<Record<string, Value>>;

/**
 * The properties of a resource, or members within, each to be taken by who translates them. `end` throws where one was not: a property that the
 * model gets is either translated by every export or found missing by the first test.
 */
export class Members {
	readonly #what: string;
	readonly #left: Map<string, Value>;

	constructor(what: string, members: ValueMembers) {
		this.#what = what;
		this.#left = new Map(Object.entries(members));
	}

	/** Throws where it is missing. */
	take(name: string): Value {
		const value = this.maybe(name);
		if (value === undefined) throw new Error(`${this.#what} has no ${name}`);
		return value;
	}

	maybe(name: string): Value | undefined {
		const value = this.#left.get(name);
		this.#left.delete(name);
		return value;
	}

	/** The object of that name. */
	within(name: string): Members {
		return new Members(`${this.#what}.${name}`, this.take(name) as ValueMembers);
	}

	/** The objects of the list of that name; empty where there is none. */
	each(name: string): readonly Members[] {
		const list = (this.maybe(name) ?? []) as readonly ValueMembers[];
		return list.map((members, index) => new Members(`${this.#what}.${name}[${index}]`, members));
	}

	/** `made`, once nothing is left. */
	end<T>(made: T): T {
		if (this.#left.size > 0)
			throw new Error(`${this.#what}: nobody has asked for ${[...this.#left.keys()].join(", ")}`);
		return made;
	}
}
