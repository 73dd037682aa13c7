import { Store, type StoreOptions } from "./store.js";

export type StoresOptions = Partial<Omit<StoreOptions, "name">>;

/** The emulator's two logs, side by side in the data directory. */
export interface Stores {
	/** `registry.log`: what the API shows and changes. */
	readonly registry: Store;
	/** `data-plane.log`: what messages leave behind: retained and waiting ones, persistent sessions, ownership tokens. */
	readonly dataPlane: Store;
	/** Why changes are not kept at the moment; undefined when they are. */
	failure(): Error | undefined;
	/** Resolves when every change made so far survives a kill -9; at once without a data directory. Answer clients after it. */
	durable(): Promise<void>;
	/** Writes what is outstanding. May be called twice. */
	close(): Promise<void>;
}

/** Rejects as Store.open does, and leaves none open. */
export async function openStores({ directory, note }: StoresOptions): Promise<Stores> {
	const registry = await Store.open({ directory, name: "registry", note });
	try {
		const dataPlane = await Store.open({ directory, name: "data-plane", note });
		return {
			registry,
			dataPlane,
			failure: () => registry.failure ?? dataPlane.failure,
			async durable() {
				await Promise.all([registry.durable(), dataPlane.durable()]);
			},
			async close() {
				await Promise.all([registry.close(), dataPlane.close()]);
			},
		};
	} catch (error) {
		await registry.close();
		throw error;
	}
}
