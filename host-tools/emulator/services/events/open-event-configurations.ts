import type { EmulatorClock } from "../../clock.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { Table } from "../../store/table.js";
import { type EventConfigurations, type EventType, eventTypes } from "./event-configurations.js";

interface Row {
	readonly id: "account";
	/** Those that are switched on. */
	readonly enabled: readonly EventType[];
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

/** Which events the account publishes: none until UpdateEventConfigurations says so. */
export class EventConfigurationTable implements EventConfigurations {
	readonly #rows: Table<Row>;
	readonly #clock: EmulatorClock;
	readonly #listeners = new Set<() => void>();
	#enabled: ReadonlySet<EventType>;

	constructor(store: Store, clock: EmulatorClock) {
		this.#rows = store.table("event-configuration", jsonRows<Row>("enabled"));
		this.#clock = clock;
		this.#enabled = new Set(this.#rows.get("account")?.enabled ?? []);
	}

	isEnabled(type: EventType): boolean {
		return this.#enabled.has(type);
	}

	/** Of all types. The dates (ms) are undefined before the first update. */
	describe() {
		const row = this.#rows.get("account");
		const eventConfigurations = new Map(eventTypes.map((type) => [type, this.#enabled.has(type)]));
		return { eventConfigurations, creationDate: row?.creationDate, lastModifiedDate: row?.lastModifiedDate };
	}

	/** Types that are not named stay as they are. */
	update(changes: ReadonlyMap<EventType, boolean>): void {
		const enabled = eventTypes.filter((type) => changes.get(type) ?? this.#enabled.has(type));
		const now = this.#clock.now();
		const creationDate = this.#rows.get("account")?.creationDate ?? now;
		this.#rows.set("account", { id: "account", enabled, creationDate, lastModifiedDate: now });
		this.#enabled = new Set(enabled);
		for (const listener of this.#listeners) listener();
	}

	/** Called after each update. Returns a function that ends it. */
	onUpdate(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
}
