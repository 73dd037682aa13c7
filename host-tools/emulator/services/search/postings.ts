import { OrderedKeys } from "../../store/ordered-keys.js";

/** What a thing is found by without a look at all things. */
export interface Posted {
	readonly thingName: string;
	/** Field and value in lower case, as `term` makes them. */
	readonly terms: readonly string[];
}

/** Which things have a value: lists in one order, that of `nameKey`. */
export class Postings {
	readonly #all = new OrderedKeys();
	readonly #byTerm = new Map<string, OrderedKeys>();
	readonly #termsOf = new Map<string, readonly string[]>();

	/** Put again, a thing is what it is now. */
	put({ thingName, terms }: Posted): void {
		this.remove(thingName);
		const key = nameKey(thingName);
		this.#termsOf.set(thingName, terms);
		this.#all.add(key);
		for (const one of terms) {
			const present = this.#byTerm.get(one);
			if (present === undefined) this.#byTerm.set(one, new OrderedKeys([key]));
			else present.add(key);
		}
	}

	/** Does nothing when it is not there. */
	remove(thingName: string): void {
		const terms = this.#termsOf.get(thingName);
		if (terms === undefined) return;
		const key = nameKey(thingName);
		this.#termsOf.delete(thingName);
		this.#all.remove(key);
		for (const one of terms) {
			const present = this.#byTerm.get(one);
			present?.remove(key);
			if (present?.from(undefined).next().done) this.#byTerm.delete(one);
		}
	}

	/** Keys of all things, behind `after`. */
	all(after: string | undefined): Iterable<string> {
		return this.#all.from(after);
	}

	/** Keys of those with a term, behind `after`. */
	with(one: string, after: string | undefined): Iterable<string> {
		return this.#byTerm.get(one)?.from(after) ?? [];
	}

	/** Keys of those whose names begin so, in lower case, behind `after`. */
	*beginningWith(prefix: string, after: string | undefined): Iterable<string> {
		const start = after === undefined || after < prefix ? justBefore(prefix) : after;
		for (const key of this.#all.from(start)) {
			if (!key.startsWith(prefix)) return;
			yield key;
		}
	}
}

/** Orders things by name, whatever the case of its letters; unique. */
export function nameKey(thingName: string): string {
	return `${thingName.toLowerCase()} ${thingName}`;
}

/** The thing's name in a `nameKey`. */
export function nameIn(key: string): string {
	return key.slice(key.indexOf(" ") + 1);
}

export function term(field: string, value: string): string {
	return `${field.replace(/^registry\./, "")}\0${value.toLowerCase()}`;
}

/** A text below all that begin with `prefix`, and above all names that sort before them: names hold nothing above U+007A. */
function justBefore(prefix: string): string {
	const last = prefix.charCodeAt(prefix.length - 1);
	return `${prefix.slice(0, -1)}${String.fromCharCode(last - 1)}\u{ffff}`;
}
