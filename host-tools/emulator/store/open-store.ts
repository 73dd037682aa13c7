import { Store, type StoreOptions } from "./store.js";

export type StoreDirectory = Partial<Pick<StoreOptions, "directory" | "note">>;

/**
 * The emulator's one log, `registry.log` in the data directory: what one turn changes is one line of it, so that a kill leaves all of it or
 * nothing, and never the effect without its cause. Version 0.1.0 had what messages leave behind in a second log, `data-plane.log`. Rejects as
 * Store.open does.
 */
export function openStore({ directory, note }: StoreDirectory): Promise<Store> {
	return Store.open({ directory, name: "registry", absorbs: "data-plane", note });
}
