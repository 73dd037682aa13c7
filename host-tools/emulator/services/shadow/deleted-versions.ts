import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";

/** ms for which AWS goes on counting where a deleted shadow was (developer guide, Interacting with shadows). */
const rememberedMs = 48 * 3_600_000;
/** Ours. */
const mostRemembered = 100_000;

interface DeletedVersion {
	readonly key: string;
	readonly version: number;
	/** ms */
	readonly deletedAt: number;
}

/** The versions of shadows that were deleted, for when they are made again. */
export class DeletedVersions {
	/** The oldest first: a row is never changed in its place. */
	readonly #table: Table<DeletedVersion>;
	readonly #clock: EmulatorClock;

	constructor(store: Store, clock: EmulatorClock) {
		this.#table = store.table("deleted-shadow", jsonRows<DeletedVersion>("key"));
		this.#clock = clock;
	}

	/** 0 when there was none, or it was deleted long ago. */
	versionOf(key: string): number {
		const deleted = this.#table.get(key);
		return deleted === undefined || this.#isOver(deleted) ? 0 : deleted.version;
	}

	remember(key: string, version: number): void {
		for (const oldest of this.#table.values()) {
			if (!this.#isOver(oldest) && this.#table.size < mostRemembered) break;
			this.#table.delete(oldest.key);
		}
		this.#table.set(key, { key, version, deletedAt: this.#clock.now() });
	}

	forget(key: string): void {
		this.#table.delete(key);
	}

	#isOver({ deletedAt }: DeletedVersion): boolean {
		return this.#clock.now() >= deletedAt + rememberedMs;
	}
}
