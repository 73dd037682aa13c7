import type { ConnectionListener, PublishedMessage } from "../../broker/connections.js";
import type { Refusal } from "../../journal.js";
import type { Metrics } from "../metrics.js";

/** Planes of the journal and what AWS calls the requests that were refused there (AWS IoT metrics, Message broker metrics). */
const requests: Readonly<Record<string, string>> = {
	connect: "Connect",
	publish: "PublishIn",
	subscribe: "Subscribe",
	receive: "PublishOut",
};
/** Codes of the journal that are not the client's error. */
const outcomes: Readonly<Record<string, string>> = {
	"policy-denied": "AuthError",
	"no-client-certificate": "AuthError",
	"certificate-unknown": "AuthError",
	"certificate-not-active": "AuthError",
	"certificate-expired": "AuthError",
	"claim-expired": "AuthError",
	"connect-rate": "ClientIDThrottle",
	"internal-failure": "ServerError",
};
/** What ends a connection that was there: it is no request. */
const ends: ReadonlySet<string> = new Set(["duplicate-client-id", "cut-on-purpose"]);

const dimensions = Object.freeze({ Protocol: "MQTT" });

/** Counts what AWS's message broker counts, as far as it is reported here: deliveries are not. */
export class BrokerMetrics implements ConnectionListener {
	readonly #metrics: Metrics;
	readonly #publishIn: () => void;
	readonly #publishRetained: () => void;

	constructor(metrics: Metrics) {
		this.#metrics = metrics;
		this.#publishIn = metrics.counter("PublishIn.Success", dimensions);
		this.#publishRetained = metrics.counter("PublishRetained.Success", dimensions);
	}

	connected(): void {
		this.#metrics.count("Connect.Success", dimensions);
	}

	subscribed(): void {
		this.#metrics.count("Subscribe.Success", dimensions);
	}

	unsubscribed(): void {
		this.#metrics.count("Unsubscribe.Success", dimensions);
	}

	/** What services say by themselves was published by nobody. */
	published({ clientId, retain }: Pick<PublishedMessage, "clientId" | "retain">): void {
		if (clientId === undefined) return;
		this.#publishIn();
		if (retain) this.#publishRetained();
	}

	refused({ plane, code }: Pick<Refusal, "plane" | "code">): void {
		const request = requests[plane];
		if (request === undefined || ends.has(code)) return;
		this.#metrics.count(`${request}.${outcomes[code] ?? "ClientError"}`, dimensions);
	}
}
