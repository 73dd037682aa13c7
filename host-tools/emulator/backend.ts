import { type Account, defaultAccount, homeOf } from "./account.js";
import { type Behaviour, defaultBehaviour, type PresentBehaviour } from "./behaviour.js";
import { type Broker, startBroker } from "./broker/broker.js";
import { ConnectionHub } from "./broker/connections.js";
import type { Principals } from "./broker/principals.js";
import type { EmulatorClock } from "./clock.js";
import type { Operation } from "./http/operation.js";
import { Throttle } from "./http/throttle.js";
import { withFaults } from "./http/with-faults.js";
import type { RefusalJournal } from "./journal.js";
import type { Pki } from "./pki/pki.js";
import { type ReachOptions, reachOf } from "./reach.js";
import { Resources } from "./resources.js";
import { MetricCounts, type Metrics } from "./services/metrics.js";
import { registryPrincipals } from "./services/principals.js";
import { openRegistry, type Registry } from "./services/registry.js";
import type { Endpoint, Service, ServiceFactory } from "./services/service.js";
import { serviceFactories } from "./services/services.js";
import { keepClock } from "./store/keep-clock.js";
import { openStore } from "./store/open-store.js";

export interface BackendOptions {
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	readonly pki: Pki;
	/** Where MQTT listens; port 0 picks a free one. */
	readonly mqtt: ReachOptions & { readonly port: number; readonly maxConnections?: number | undefined };
	/** Where HTTP listens, once it does. */
	readonly httpPort?: (() => number | undefined) | undefined;
	/** Where HTTPS listens, once it does. */
	readonly httpsPort?: (() => number | undefined) | undefined;
	/** `defaultAccount` unless told otherwise. */
	readonly account?: Account | undefined;
	/** All is in `registry.log` in the directory; in memory only without one. */
	readonly data?: {
		readonly directory?: string | undefined;
		/** Hears what a person should know of the directory. */
		readonly note?: ((text: string) => void) | undefined;
	};
	readonly behaviour?: Behaviour | undefined;
	/** All of the emulator's unless told otherwise. */
	readonly services?: readonly ServiceFactory[] | undefined;
}

export interface Backend {
	readonly registry: Registry;
	/** What is answered over HTTP. */
	readonly operations: readonly Operation[];
	readonly endpoint: Endpoint;
	readonly metrics: Metrics;
	readonly broker: Pick<Broker, "accept">;
	/** Who comes with a certificate. */
	readonly principals: Principals;
	/** Resolves when everything changed so far survives a kill -9. */
	durable(): Promise<void>;
	/** Why changes are not kept at the moment; undefined when they are. */
	storeFailure(): Error | undefined;
	/** Ends broker, services and store. May be called twice; returns the same promise. */
	close(): Promise<void>;
}

/** What stands behind the HTTP server: registry, services and broker. Rejects with the listener's error or the store's, leaving nothing open. */
export async function startBackend(options: BackendOptions): Promise<Backend> {
	const resources = new Resources();
	try {
		return await assemble(options, resources);
	} catch (error) {
		await resources.close();
		throw error;
	}
}

async function assemble(options: BackendOptions, resources: Resources): Promise<Backend> {
	const { clock, journal, pki, mqtt, account = defaultAccount, services: factories = serviceFactories } = options;
	const behaviour: PresentBehaviour = { ...defaultBehaviour, ...options.behaviour };
	const store = resources.own(await openStore(options.data ?? {}));
	keepClock(clock, store);
	const registry = resources.own(openRegistry({ clock, store, home: homeOf(account) }));
	const connections = new ConnectionHub();
	const { deviceHost, names, addresses } = reachOf(mqtt);
	let broker: Broker | undefined;
	const endpoint = (): Endpoint => {
		if (broker === undefined) throw new Error("The broker does not listen yet");
		return {
			mqttHost: deviceHost,
			mqttPort: broker.port,
			httpPort: options.httpPort?.(),
			httpsPort: options.httpsPort?.(),
			otherHosts: [...names, ...addresses],
		};
	};
	const metrics = new MetricCounts();
	const parts = { clock, journal, pki, store, registry, connections, metrics, behaviour, endpoint };
	const services = factories.map((make) => closable(make(parts), resources));
	const principals = registryPrincipals({ registry, clock, journal, connections, behaviour, home: homeOf(account) });
	const listen = { ...mqtt, pki };
	broker = await startBroker({ listen, clock, journal, store, principals, connections, services, behaviour });
	resources.own(broker);
	const throttle = new Throttle(clock, behaviour);
	const operations = services.flatMap((service) => service.operations ?? []);
	return {
		registry,
		operations: operations.map((operation) => withFaults(operation, behaviour, throttle)),
		endpoint: endpoint(),
		metrics,
		broker,
		principals,
		durable: () => store.durable(),
		storeFailure: () => store.failure,
		close: () => resources.close(),
	};
}

function closable(service: Service, resources: Resources): Service {
	resources.own({ close: () => service.close?.() });
	return service;
}
