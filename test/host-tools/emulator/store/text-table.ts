import type { Store } from "../../../../host-tools/emulator/store/store.js";
import type { Table } from "../../../../host-tools/emulator/store/table.js";

export function textTable(store: Store, name = "text"): Table<string> {
	return store.table(name, { encode: (row) => row, decode: (json) => String(json) });
}

export function contents(table: Table<string>): Record<string, string | undefined> {
	return Object.fromEntries([...table.keys()].map((key) => [key, table.get(key)]));
}
