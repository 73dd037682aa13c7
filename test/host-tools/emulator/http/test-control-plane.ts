import assert from "node:assert/strict";
import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { IoTClient, type IoTServiceException } from "@aws-sdk/client-iot";
import { type Account, defaultAccount, homeOf } from "../../../../host-tools/emulator/account.js";
import { type Behaviour, defaultBehaviour } from "../../../../host-tools/emulator/behaviour.js";
import { ConnectionHub } from "../../../../host-tools/emulator/broker/connections.js";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { type HttpServer, startHttpServer } from "../../../../host-tools/emulator/http/http-server.js";
import type { Operation } from "../../../../host-tools/emulator/http/operation.js";
import { Journal } from "../../../../host-tools/emulator/journal.js";
import type { Pki } from "../../../../host-tools/emulator/pki/pki.js";
import { MetricCounts } from "../../../../host-tools/emulator/services/metrics.js";
import { openRegistry, type Registry } from "../../../../host-tools/emulator/services/registry.js";
import type { ServiceFactory } from "../../../../host-tools/emulator/services/service.js";
import { serviceFactories } from "../../../../host-tools/emulator/services/services.js";
import { openStore } from "../../../../host-tools/emulator/store/open-store.js";
import type { Store } from "../../../../host-tools/emulator/store/store.js";
import { patience } from "../../../support/patience.js";

export interface RawAnswer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect in it
	readonly json: any;
}

export interface RawRequest {
	readonly headers?: Record<string, string>;
	readonly body?: string | Uint8Array;
}

export interface TestControlPlaneOptions {
	readonly host?: string;
	readonly mqttHost?: string;
	readonly mqttPort?: number;
	readonly httpsPort?: number | undefined;
	readonly behaviour?: Behaviour;
	readonly otherHosts?: readonly string[];
	readonly account?: Account;
	readonly pki?: Pki;
	/** The emulator's own unless told otherwise. */
	readonly services?: readonly ServiceFactory[];
	/** One that keeps nothing, unless told otherwise; it is the plane's to close. */
	readonly store?: Store;
	/** Ahead of the machine's. */
	readonly clock?: EmulatorClock;
	/** What answers wait for, where the test decides on it. */
	readonly durable?: () => Promise<void>;
	readonly storeFailure?: () => Error | undefined;
}

const nothingIssued = () => Promise.reject(new Error("This test has no PKI"));
/** Issues nothing; a test may replace what it needs. */
export const noPki: Pki = {
	rootCaPem: "",
	serverCertificatePem: "",
	serverKeyPem: "",
	issueKeysAndCertificate: nothingIssued,
	issueFromCsr: nothingIssued,
	issueClaim: nothingIssued,
	keysReady: Promise.resolve(),
	close() {},
};

/** A control plane on a free port with all it needs, the AWS SDK's client for it, and a client that sends what it is told. */
export class TestControlPlane {
	readonly clock: EmulatorClock;
	readonly journal: Journal;
	readonly registry: Registry;
	readonly server: HttpServer;
	readonly operations: readonly Operation[];
	readonly iot: IoTClient;
	readonly #agent = new Agent({ keepAlive: true });
	readonly #closeOthers: () => Promise<void>;

	private constructor(
		parts: Pick<TestControlPlane, "clock" | "journal" | "registry" | "server" | "operations">,
		closeOthers: () => Promise<void>,
	) {
		this.clock = parts.clock;
		this.journal = parts.journal;
		this.registry = parts.registry;
		this.server = parts.server;
		this.operations = parts.operations;
		this.#closeOthers = closeOthers;
		this.iot = new IoTClient({
			endpoint: `http://127.0.0.1:${this.server.port}`,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		});
	}

	/** Without `pki` nothing can be issued: most tests need no keys, and making them takes its time. The caller closes it. */
	static async start(options: TestControlPlaneOptions = {}): Promise<TestControlPlane> {
		const { host = "127.0.0.1", mqttHost = "127.0.0.1", mqttPort = 8883, pki = noPki } = options;
		const { otherHosts = [], account, httpsPort } = options;
		const { clock = new EmulatorClock(), store = await openStore({}) } = options;
		const journal = new Journal(clock);
		const registry = openRegistry({
			clock,
			store,
			home: homeOf(account ?? defaultAccount),
		});
		const endpoint = () => ({ mqttHost, mqttPort, httpsPort, otherHosts });
		const connections = new ConnectionHub();
		const metrics = new MetricCounts();
		const behaviour = { ...defaultBehaviour, ...options.behaviour };
		const parts = { clock, journal, pki, store, registry, connections, metrics, behaviour, endpoint };
		const services = (options.services ?? serviceFactories).map((make) => make(parts));
		const operations = services.flatMap((service) => service.operations ?? []);
		const durable = options.durable ?? (() => store.durable());
		const storeFailure = options.storeFailure ?? (() => store.failure);
		const names = otherHosts;
		const server = await startHttpServer({ operations, journal, durable, storeFailure, host, names, port: 0, account });
		return new TestControlPlane({ clock, journal, registry, server, operations }, async () => {
			for (const service of services) service.close?.();
			registry.close();
			await store.close();
		});
	}

	async close(): Promise<void> {
		this.iot.destroy();
		this.#agent.destroy();
		await this.server.close();
		await this.#closeOthers();
		this.clock.close();
	}

	/** One request as it is, signed by nobody: give `authorization` where AWS wants it. */
	raw(method: string, path: string, { headers: given = {}, body }: RawRequest = {}): Promise<RawAnswer> {
		// Node's client sends the body of a GET or DELETE without saying how long it is.
		const length =
			body === undefined || "transfer-encoding" in given ? {} : { "content-length": Buffer.byteLength(body) };
		const headers = { ...length, ...given };
		return new Promise((resolve, reject) => {
			const { port } = this.server;
			const request = httpRequest(
				{ host: "127.0.0.1", port, method, path, headers, agent: this.#agent },
				(response) => {
					let text = "";
					response.setEncoding("utf8").on("data", (chunk) => {
						text += chunk;
					});
					response.on("error", reject).on("end", () => {
						const isJson = response.headers["content-type"] === "application/json" && method !== "HEAD";
						const json = isJson ? JSON.parse(text) : undefined;
						resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
					});
				},
			);
			request.setTimeout(patience(10_000), () => request.destroy(new Error("No answer in time")));
			request.on("error", reject).end(body);
		});
	}

	/** As `raw`, with credentials of no meaning. */
	signed(method: string, path: string, { headers = {}, body }: RawRequest = {}): Promise<RawAnswer> {
		const authorization = "AWS4-HMAC-SHA256 Credential=x";
		return this.raw(method, path, { headers: { authorization, ...headers }, ...(body !== undefined && { body }) });
	}
}

/** For assert.rejects: the SDK's typed exception of that name, with that HTTP status. */
export function awsException(name: string, status: number, message = /./) {
	return (error: unknown): true => {
		const exception = error as IoTServiceException;
		assert.equal(exception.name, name, String(error));
		assert.equal(exception.$metadata.httpStatusCode, status);
		assert.match(exception.message, message);
		assert.match(exception.$metadata.requestId ?? "", /^[0-9a-f-]{36}$/);
		return true;
	};
}
