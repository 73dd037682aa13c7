import { type Account, defaultAccount } from "./account.js";
import { startBackend } from "./backend.js";
import type { Behaviour } from "./behaviour.js";
import { EmulatorClock } from "./clock.js";
import { type Front, openFront } from "./door/open-front.js";
import type { AccessKey } from "./http/signature/access-keys.js";
import { Journal } from "./journal.js";
import { openPki } from "./pki/open-pki.js";
import type { IssuedKeyPair } from "./pki/pki.js";
import { isAny, reachOf } from "./reach.js";
import { Resources } from "./resources.js";
import type { Registry } from "./services/registry.js";

export interface EmulatorOptions {
	/** Address both listeners bind to, `0.0.0.0` and `::` for all; 127.0.0.1 unless told otherwise. */
	readonly host?: string;
	/** What others call this machine besides: in the server certificate, and the first is what devices are told. */
	readonly names?: readonly string[];
	/** `defaultAccount` unless told otherwise. */
	readonly account?: Account;
	/** HTTP; 0 picks a free port. Default 4566. */
	readonly port?: number;
	/** MQTT over mutual TLS; 0 picks a free port. Default 8883. */
	readonly mqttPort?: number;
	/**
	 * TLS for everything else that AWS's clients knock at: by ALPN MQTT or HTTPS with a client certificate, HTTPS with SigV4, MQTT
	 * over WebSocket; 0 picks a free port. No listener without it.
	 */
	readonly httpsPort?: number | undefined;
	/** A free port instead of `httpsPort`, when another process has that. Default false. */
	readonly httpsPortMayMove?: boolean | undefined;
	/** Whose signatures are taken; anybody's without it. */
	readonly accessKeys?: readonly AccessKey[] | undefined;
	/** MQTT clients at a time, on each port; further ones are closed at once. Default 10,000. */
	readonly maxConnections?: number;
	/** Where PKI and registry live between runs; nothing is kept without it. Created 0700. */
	readonly dataDirectory?: string;
	/** RSA key pairs made ahead of need, 1 to 1000: what a burst of devices gets without waiting, two each. Default 32. */
	readonly keysAhead?: number;
	/** RSA key pairs that are being made already: whoever loads this module may begin with them before. */
	readonly firstKeys?: readonly Promise<IssuedKeyPair>[] | undefined;
	/** Hears what a person should know, e.g. that a torn last line of the data directory was dropped. */
	readonly note?: (text: string) => void;
	/** Where AWS's behaviour is undocumented or variable; see Behaviour. */
	readonly behaviour?: Behaviour;
}

export interface Emulator {
	/** `http://127.0.0.1:4566`: where programs on this machine find it. */
	readonly endpointUrl: string;
	/** Names and addresses besides those of loopback by which it is reached from elsewhere. */
	readonly otherHosts: readonly string[];
	/** A name the server certificate holds. */
	readonly mqttHost: string;
	readonly mqttPort: number;
	/** Undefined when there is no such listener. */
	readonly httpsPort: number | undefined;
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
	const resources = new Resources();
	try {
		return await assemble(options, resources);
	} catch (error) {
		await resources.close();
		throw error;
	}
}

async function assemble(options: EmulatorOptions, resources: Resources): Promise<Emulator> {
	const { host = "127.0.0.1", names = [], mqttPort = 8883, account = defaultAccount } = options;
	const { maxConnections, dataDirectory, behaviour, keysAhead, firstKeys, note } = options;
	const listen = { host, names };
	const clock = resources.own(new EmulatorClock());
	const journal = new Journal(clock);
	const pki = resources.own(await openPki({ clock, dataDirectory, keysAhead, firstKeys, reach: reachOf(listen) }));
	const mqtt = { ...listen, port: mqttPort, maxConnections };
	const data = { directory: dataDirectory, note };
	let front: Front | undefined;
	const httpPort = () => front?.httpPort;
	const httpsPort = () => front?.httpsPort;
	const parts = { clock, journal, pki, account };
	const backend = resources.own(await startBackend({ ...parts, mqtt, data, behaviour, httpPort, httpsPort }));
	front = resources.own(await openFront({ ...options, ...parts, ...listen, backend }));
	const here = isAny(host) ? "127.0.0.1" : host;
	return {
		endpointUrl: `http://${here.includes(":") ? `[${here}]` : here}:${front.httpPort}`,
		otherHosts: backend.endpoint.otherHosts,
		mqttHost: backend.endpoint.mqttHost,
		mqttPort: backend.endpoint.mqttPort,
		httpsPort: front.httpsPort,
		rootCaPem: pki.rootCaPem,
		clock,
		journal,
		registry: backend.registry,
		keysReady: pki.keysReady,
		close: () => resources.close(),
	};
}
