import { setImmediate as nextTurn } from "node:timers/promises";
import type { Changes } from "../changes.js";
import type { Shadows } from "../shadow/shadows.js";
import type { Thing, Things } from "../things/things.js";
import { findCandidates } from "./find-candidates.js";
import { inSlices, slice } from "./in-slices.js";
import type { IndexConfiguration } from "./index-configuration.js";
import { nameIn, nameKey, Postings, term } from "./postings.js";
import { matchesQuery } from "./query/match-query.js";
import type { Query } from "./query/query.js";
import { type Connectivity, ThingDocument } from "./thing-document.js";

export interface ThingIndexParts {
	readonly things: Pick<Things, "listThings" | "findThing">;
	readonly changes: Pick<Changes, "onChange">;
	readonly shadows: Shadows;
	readonly configuration: () => IndexConfiguration;
	/** Of thing groups and billing groups. */
	readonly groupNamesOf: (thingName: string) => readonly string[];
	readonly connectivityOf: (thingName: string) => Connectivity | undefined;
}

/** The index AWS_Things. What it is asked it answers from the registry as it is; its lists are made at the first question. */
export class ThingIndex {
	readonly #parts: ThingIndexParts;
	readonly #unfollow: () => void;
	#postings: Postings | undefined;
	#ready = Promise.resolve();

	constructor(parts: ThingIndexParts) {
		this.#parts = parts;
		this.#unfollow = parts.changes.onChange(({ kind, name, thingName }) => {
			if (kind === "thing") this.#update(name);
			else if (thingName !== undefined) this.#update(thingName);
		});
	}

	/** Resolves when all things are in the lists; they are put there once, a slice at a time, so that nobody waits for a big fleet. */
	ready(): Promise<void> {
		if (this.#postings === undefined) {
			this.#postings = new Postings();
			this.#ready = this.#build(this.#postings);
		}
		return this.#ready;
	}

	/** The things that a query finds, in the order of `nameKey`, behind a key of it; those that it does not find let others in between. To be asked when it is ready. */
	async *search(query: Query, after?: string): AsyncGenerator<ThingDocument, void> {
		const postings = this.#postings ?? new Postings();
		const candidates = inSlices(
			(last) => findCandidates(query, postings, last),
			(key) => key,
			after,
		);
		for await (const key of candidates) {
			const document = this.document(nameIn(key));
			if (document !== undefined && matchesQuery(query, document)) yield document;
		}
	}

	/** Undefined when there is no such thing. */
	document(thingName: string): ThingDocument | undefined {
		const { things, shadows, groupNamesOf, connectivityOf, configuration } = this.#parts;
		const thing = things.findThing(thingName);
		if (thing === undefined) return undefined;
		const { thingIndexingMode, thingConnectivityIndexingMode, namedShadowIndexingMode, namedShadowNames } =
			configuration();
		const hasShadows = thingIndexingMode === "REGISTRY_AND_SHADOW";
		const named = namedShadowIndexingMode === "ON" ? namedShadowNames : [];
		return new ThingDocument({
			thing,
			groupNames: groupNamesOf(thingName),
			shadow: hasShadows ? shadows.findShadow(thingName) : undefined,
			namedShadows: named.flatMap((name) => shadows.findShadow(thingName, name) ?? []),
			connectivity: thingConnectivityIndexingMode === "STATUS" ? connectivityOf(thingName) : undefined,
		});
	}

	/** May be called twice. */
	close(): void {
		this.#unfollow();
	}

	static keyOf({ indexed }: ThingDocument): string {
		return nameKey(indexed.thing.thingName);
	}

	async #build(postings: Postings): Promise<void> {
		const names = Array.from(this.#parts.things.listThings(), ({ thingName }) => thingName);
		for (const [index, thingName] of names.entries()) {
			if (index % slice === slice - 1) await nextTurn();
			const thing = this.#parts.things.findThing(thingName);
			if (thing !== undefined) this.#put(thing, postings);
		}
	}

	#update(thingName: string): void {
		if (this.#postings === undefined) return;
		const thing = this.#parts.things.findThing(thingName);
		if (thing === undefined) this.#postings.remove(thingName);
		else this.#put(thing, this.#postings);
	}

	#put({ thingName, thingTypeName, attributes }: Thing, postings: Postings): void {
		const terms = Object.entries(attributes).map(([name, value]) => term(`attributes.${name}`, value));
		if (thingTypeName !== undefined) terms.push(term("thingTypeName", thingTypeName));
		for (const group of this.#parts.groupNamesOf(thingName)) terms.push(term("thingGroupNames", group));
		postings.put({ thingName, terms });
	}
}
