import { type DataPlaneOptions, startDataPlane } from "./broker/broker.js";
import { EmulatorClock } from "./clock.js";
import { startControlPlane } from "./http/http-server.js";
import { Journal } from "./journal.js";
import { openPki } from "./pki/open-pki.js";
import { openRegistry } from "./services/open-registry.js";
import type { Registry } from "./services/registry.js";

export interface EmulatorOptions {
	/** Address both listeners bind to; 127.0.0.1 unless told otherwise. */
	readonly host?: string;
	/** Control plane (HTTP); 0 picks a free port. Default 4566. */
	readonly port?: number;
	/** Data plane (MQTT over mutual TLS); 0 picks a free port. Default 8883. */
	readonly mqttPort?: number;
	/** Where PKI and registry live between runs; nothing is kept without it. Created 0700. */
	readonly dataDirectory?: string;
	/** RSA key pairs made ahead of need, 1 to 1000: what a burst of devices gets without waiting, two each. Default 32. */
	readonly keysAhead?: number;
	/** Hears what a person should know, e.g. that a torn last line of the data directory was dropped. */
	readonly note?: (text: string) => void;
	/** Where AWS's behaviour is undocumented or variable; see DataPlaneOptions. */
	readonly behaviour?: DataPlaneOptions["behaviour"];
}

export interface Emulator {
	/** `http://127.0.0.1:4566` */
	readonly endpointUrl: string;
	/** A name the server certificate holds. */
	readonly mqttHost: string;
	readonly mqttPort: number;
	readonly rootCaPem: string;
	readonly clock: EmulatorClock;
	readonly journal: Journal;
	readonly registry: Registry;
	/** Resolves when `keysAhead` keys are ready for the first time. */
	readonly keysReady: Promise<void>;
	/** Ends listeners, sessions and timers. May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/** AWS IoT on this machine. Rejects with the listener's own error (EADDRINUSE, EACCES) and leaves nothing open behind it. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const { host = "127.0.0.1", port = 4566, mqttPort = 8883, dataDirectory, behaviour, keysAhead, note } = options;
	const opened: { close(): void | Promise<void> }[] = [];
	let closing: Promise<void> | undefined;
	const close = () => {
		closing ??= closeAll(opened);
		return closing;
	};
	const own = <T extends { close(): void | Promise<void> }>(resource: T): T => {
		opened.unshift(resource);
		return resource;
	};

	try {
		const clock = own(new EmulatorClock());
		const journal = new Journal(clock);
		const pki = own(await openPki({ clock, dataDirectory, keysAhead }));
		const registry = own(await openRegistry({ clock, dataDirectory, note }));
		const dataPlane = own(
			await startDataPlane({ host, port: mqttPort, pki, registry, clock, journal, dataDirectory, behaviour, note }),
		);
		const mqttHost = host === "127.0.0.1" || host === "::1" ? host : "localhost";
		const controlPlane = own(
			await startControlPlane({ host, port, mqttHost, mqttPort: dataPlane.port, pki, registry, clock, journal }),
		);
		const endpointUrl = `http://${host.includes(":") ? `[${host}]` : host}:${controlPlane.port}`;
		return {
			endpointUrl,
			mqttHost,
			mqttPort: dataPlane.port,
			rootCaPem: pki.rootCaPem,
			clock,
			journal,
			registry,
			keysReady: pki.keysReady,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

async function closeAll(resources: readonly { close(): void | Promise<void> }[]): Promise<void> {
	for (const resource of resources) await resource.close();
}
