import type { PresentBehaviour } from "../behaviour.js";
import type { Connections } from "../broker/connections.js";
import type { EmulatorClock } from "../clock.js";
import type { Operation } from "../http/operation.js";
import type { RefusalJournal } from "../journal.js";
import type { Pki } from "../pki/pki.js";
import type { Store } from "../store/store.js";
import type { Metrics } from "./metrics.js";
import type { Registry } from "./registry.js";

/** One service of AWS IoT: what it answers over HTTP, and over MQTT on reserved topics, from tables of its own. */
export interface Service {
	/** Kebab-case; the journal's `plane` of what it refuses over MQTT. */
	readonly name: string;
	readonly operations?: readonly Operation[];
	readonly reserved?: ReservedTopics;
	/** Ends timers. May be called twice. */
	close?(): void;
}

/** The `$…` topics of a service. The broker asks after the policy has allowed; unless they are shared, no message on them goes from one client to another. */
export interface ReservedTopics {
	/** What they are for, where the journal lists what the emulator serves: "fleet provisioning". */
	readonly purpose: string;
	/** Whether this topic or topic filter is the service's to decide on. The first service that says so decides. */
	owns(topic: string): boolean;
	/** What is asked there is of no use to whoever has no connection to be answered on: nothing is taken over HTTP. */
	readonly needsConnection?: true;
	/** True, or why no device may publish there. */
	mayPublish(topic: string): true | string;
	/** True, or why no device may subscribe there. */
	maySubscribe(filter: string): true | string;
	/**
	 * Whether what is published on this topic also goes to whoever subscribed to it, as with AWS's shadows; never, unless told
	 * otherwise. A last will may have such a topic: it goes to subscribers alone.
	 */
	isShared?(topic: string): boolean;
	/** Takes a message that was published on a topic it owns. What it throws goes into the journal and no further. */
	answer(request: ReservedRequest): void | Promise<void>;
}

export interface ReservedRequest {
	/** As it was published to. */
	readonly topic: string;
	/** At most 128 KB; a service that takes less refuses what is longer. */
	readonly payload: Uint8Array;
	/** Empty for what came over HTTP, which has none. */
	readonly clientId: string;
	/** A certificate id, or `<user id>:<user name>` of a client that signed with SigV4. */
	readonly principal: string;
	/** Undefined with SigV4. */
	readonly certificateId: string | undefined;
	/** Requests of this connection that `answer` has not finished, this one included. */
	readonly underWay: number;
	/** Sends to the asking connection alone, whether it has subscribed or not; does nothing once the connection is gone. */
	reply(topic: string, payload: Uint8Array): void;
	/** Puts into the journal why the request was refused. */
	refuse(code: string, reason: string): void;
}

export interface Endpoint {
	/** What devices are told; a name that the server certificate holds. */
	readonly mqttHost: string;
	readonly mqttPort: number;
	/** Of the control plane and the emulator's own paths; undefined where nothing listens for HTTP. */
	readonly httpPort?: number | undefined;
	/** Of HTTPS, and of MQTT by ALPN; undefined when there is none. */
	readonly httpsPort?: number | undefined;
	/** Other names and addresses that it holds, besides those of loopback. */
	readonly otherHosts: readonly string[];
}

/** What services are made of. A service names in its parameter what it takes. */
export interface ServiceParts {
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	readonly pki: Pki;
	/** A service opens its tables there. */
	readonly store: Store;
	/** The resources that services share. */
	readonly registry: Registry;
	/** Who is connected; notifications to whoever subscribed. */
	readonly connections: Connections;
	/** Looked at whenever something is decided: it may change. */
	readonly behaviour: PresentBehaviour;
	/** What CloudWatch would count. */
	readonly metrics: Metrics;
	/** Where devices connect. Throws until the broker listens. */
	readonly endpoint: () => Endpoint;
}

export type ServiceFactory = (parts: ServiceParts) => Service;
