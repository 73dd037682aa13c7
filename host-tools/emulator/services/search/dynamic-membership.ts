import type { ConnectionListener, Connections } from "../../broker/connections.js";
import type { Changes } from "../changes.js";
import type { Metrics } from "../metrics.js";
import type { DynamicStatus, ThingGroup, ThingGroups } from "../thing-groups/thing-groups.js";
import { matchesQuery } from "./query/match-query.js";
import { parseQuery } from "./query/parse-query.js";
import type { Query } from "./query/query.js";
import type { ThingIndex } from "./thing-index.js";

/** Things that are looked at before others have their turn. */
const turn = 200;

export interface DynamicMembershipParts {
	readonly groups: Pick<ThingGroups, "listThingGroups" | "setDynamicMember" | "setDynamicStatus">;
	readonly index: ThingIndex;
	readonly thingNames: () => Iterable<string>;
	readonly changes: Pick<Changes, "onChange">;
	readonly connections: Pick<Connections, "follow">;
	readonly metrics: Metrics;
}

/**
 * Keeps the things of dynamic groups those that their queries find: after each change of a thing, its shadow, its groups or its
 * connection, in a later turn. What dynamic groups change themselves starts nothing anew, so that two whose queries speak of each
 * other come to an end.
 */
export class DynamicMembership {
	readonly #parts: DynamicMembershipParts;
	readonly #queries = new Map<string, Query>();
	readonly #dirty = new Set<string>();
	readonly #unfollow: readonly (() => void)[];
	#scheduled: NodeJS.Immediate | undefined;
	#applying = false;
	#closed = false;

	/** Groups that were kept are looked through again: connections, for one, are others now. */
	constructor(parts: DynamicMembershipParts) {
		this.#parts = parts;
		this.#unfollow = [
			parts.changes.onChange(({ kind, name, thingName }) => {
				if (kind === "thing") this.#touch(name);
				else if (kind === "shadow") this.#touch(name.split("/")[0] ?? name);
				else if (thingName !== undefined) this.#touch(thingName);
			}),
			parts.connections.follow(this.#connectionListener()),
		];
		for (const group of parts.groups.listThingGroups()) {
			if (group.dynamic !== undefined) this.put(group, "REBUILDING");
		}
	}

	/** A group that is new, or has another query. */
	put({ thingGroupName, dynamic }: ThingGroup, status: DynamicStatus): void {
		if (dynamic === undefined) return;
		this.#queries.set(thingGroupName, parseQuery(dynamic.queryString));
		this.#parts.groups.setDynamicStatus(thingGroupName, status);
		for (const thingName of this.#parts.thingNames()) this.#dirty.add(thingName);
		this.#schedule();
	}

	remove(thingGroupName: string): void {
		this.#queries.delete(thingGroupName);
		this.#parts.groups.setDynamicStatus(thingGroupName, "ACTIVE");
	}

	/** May be called twice. */
	close(): void {
		this.#closed = true;
		clearImmediate(this.#scheduled);
		for (const unfollow of this.#unfollow) unfollow();
	}

	#touch(thingName: string): void {
		if (this.#applying || this.#queries.size === 0) return;
		this.#dirty.add(thingName);
		this.#schedule();
	}

	#schedule(): void {
		if (this.#closed) return;
		this.#scheduled ??= setImmediate(() => {
			this.#scheduled = undefined;
			this.#work();
		});
	}

	#work(): void {
		let left = turn;
		this.#applying = true;
		for (const thingName of this.#dirty) {
			this.#dirty.delete(thingName);
			this.#evaluate(thingName);
			left -= 1;
			if (left === 0) break;
		}
		this.#applying = false;
		if (this.#dirty.size > 0) this.#schedule();
		else for (const name of this.#queries.keys()) this.#parts.groups.setDynamicStatus(name, "ACTIVE");
	}

	#evaluate(thingName: string): void {
		const document = this.#parts.index.document(thingName);
		if (document === undefined) return;
		for (const [thingGroupName, query] of this.#queries) {
			const belongs = matchesQuery(query, document);
			const isMember = this.#parts.groups.setDynamicMember(thingGroupName, thingName, belongs);
			if (belongs && !isMember) this.#parts.metrics.count("AddThingToDynamicThingGroupsFailed");
		}
	}

	#connectionListener(): ConnectionListener {
		return {
			connected: ({ clientId }) => this.#touch(clientId),
			disconnected: ({ clientId }) => this.#touch(clientId),
		};
	}
}
