import { EmulatorClock } from "./clock.js";
import { startControlPlane } from "./control-plane/control-plane.js";
import { type DataPlaneOptions, startDataPlane } from "./data-plane/data-plane.js";
import { Journal } from "./journal.js";
import { openPki } from "./pki/open-pki.js";
import { openRegistry } from "./registry/open-registry.js";
import type { Registry } from "./registry/registry.js";

export interface EmulatorOptions {
	/** Address both listeners bind to; 127.0.0.1 unless told otherwise. */
	readonly host?: string;
	/** Control plane (HTTP); 0 picks a free port. Default 4566. */
	readonly port?: number;
	/** Data plane (MQTT over mutual TLS); 0 picks a free port. Default 8883. */
	readonly mqttPort?: number;
	/** Where PKI and registry live between runs; nothing is kept without it. Created 0700. */
	readonly dataDirectory?: string;
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
	/** Ends listeners, sessions and timers. May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/** AWS IoT on this machine. Rejects with the listener's own error (EADDRINUSE, EACCES) and leaves nothing open behind it. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const { host = "127.0.0.1", port = 4566, mqttPort = 8883, dataDirectory, behaviour } = options;
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
		const pki = own(await openPki({ clock, dataDirectory }));
		const registry = own(await openRegistry({ clock, dataDirectory }));
		const dataPlane = own(
			await startDataPlane({ host, port: mqttPort, pki, registry, clock, journal, dataDirectory, behaviour }),
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
