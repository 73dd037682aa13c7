import type { EmulatorClock } from "../clock.js";
import { Store } from "../store/store.js";
import { CertificateExpiry } from "./certificates/certificate-expiry.js";
import { certificateOperations } from "./certificates/open-certificates.js";
import { attachmentOperations } from "./policies/attachments.js";
import { policyOperations } from "./policies/open-policies.js";
import { templateOperations } from "./provisioning/open-templates.js";
import { templateVersionOperations } from "./provisioning/template-versions.js";
import type { Registry, RegistryChange } from "./registry.js";
import { openTables, type RegistryState } from "./state.js";
import { thingOperations } from "./things/open-things.js";

export interface RegistryOptions {
	readonly clock: EmulatorClock;
	/** The registry is `registry.log` there, 0600; in memory only without it. */
	readonly dataDirectory?: string | undefined;
	/** Hears what a person should know, e.g. that a torn last line was dropped. */
	readonly note?: ((text: string) => void) | undefined;
}

/** Rejects as Store.open does. `close()` writes what is outstanding; it may be called twice. */
export async function openRegistry(options: RegistryOptions): Promise<Registry & { close(): Promise<void> }> {
	const { clock, dataDirectory: directory, note } = options;
	const store = await Store.open({ directory, name: "registry", note });
	try {
		return assemble(clock, store);
	} catch (error) {
		await store.close();
		throw error;
	}
}

function assemble(clock: EmulatorClock, store: Store): Registry & { close(): Promise<void> } {
	const listeners = new Set<(change: RegistryChange) => void>();
	let revision = 0;
	const state: RegistryState = {
		...openTables(store),
		clock,
		changed(change = { kind: "other" }) {
			revision += 1;
			for (const listener of listeners) listener(change);
		},
	};
	const expiry = new CertificateExpiry(state);
	return {
		get revision() {
			return revision;
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		durable: () => store.durable(),
		close() {
			expiry.close();
			return store.close();
		},
		...thingOperations(state),
		...certificateOperations(state, expiry),
		...policyOperations(state),
		...attachmentOperations(state),
		...templateOperations(state),
		...templateVersionOperations(state),
	};
}
