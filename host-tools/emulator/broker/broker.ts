import type { Behaviour } from "../behaviour.js";
import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import type { Pki } from "../pki/pki.js";
import type { Registry, RegistryChange } from "../services/registry.js";
import { Store } from "../store/store.js";
import { assemblePlane } from "./assemble-plane.js";
import { listen } from "./listener.js";
import type { Plane } from "./plane.js";

export interface DataPlaneOptions {
	/** Address to bind to. */
	readonly host: string;
	/** 0 picks a free port. */
	readonly port: number;
	readonly pki: Pki;
	readonly registry: Registry;
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	/** Retained messages, persistent sessions and ownership tokens are `data-plane.log` there; in memory only without it. */
	readonly dataDirectory?: string | undefined;
	/** Hears what a person should know of the data directory. */
	readonly note?: ((text: string) => void) | undefined;
	readonly behaviour?: Behaviour | undefined;
}

export interface DataPlane {
	readonly port: number;
	/** Ends listener, sessions and timers. May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/** MQTT 3.1.1 over mutual TLS, as AWS IoT Core does it. Rejects with the listener's error or the store's, leaving nothing open. */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
	const store = await Store.open({ directory: options.dataDirectory, name: "data-plane", note: options.note });
	let plane: Plane | undefined;
	try {
		plane = assemblePlane(options, store);
		await plane.broker.listen();
		const listener = await listen(plane, options);
		const stopFollowing = options.registry.onChange((change) => cutUnwelcome(plane as Plane, change));
		let closing: Promise<void> | undefined;
		const close = async () => {
			stopFollowing();
			await listener.close();
			await closeParts(plane as Plane);
		};
		return {
			port: listener.port,
			close() {
				closing ??= close();
				return closing;
			},
		};
	} catch (error) {
		if (plane === undefined) await store.close();
		else await closeParts(plane);
		throw error;
	}
}

/** Sessions of a certificate that is no longer ACTIVE end at once (AWS: within minutes). */
function cutUnwelcome({ registry, sessions }: Plane, change: RegistryChange): void {
	if (change.kind !== "certificate") return;
	const { certificateId } = change;
	const status = registry.findCertificate(certificateId)?.status ?? "deleted";
	if (status === "ACTIVE") return;
	for (const session of sessions.ofCertificate(certificateId)) {
		const reason = `Disconnected: certificate ${certificateId.slice(0, 8)}… is ${status} now`;
		session.cut("AUTH_ERROR", { plane: "connect", code: "certificate-not-active", reason });
	}
}

async function closeParts({ broker, persistence, store }: Plane): Promise<void> {
	persistence.sessions.close();
	await new Promise<void>((resolve) => broker.close(resolve));
	await store.close();
}
