import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
	CreateTopicRuleCommand,
	type CreateTopicRuleCommandInput,
	IoTClient,
	type TopicRulePayload,
} from "@aws-sdk/client-iot";
import { startHttpServer } from "../../../../../host-tools/emulator/http/http-server.js";
import { within } from "../../../../support/deadline.js";
import {
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	type PartsOptions,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../../support/mqtt.js";

export const roleArn = "arn:aws:iam::000000000000:role/rules";

type End = () => unknown;

/** The emulator with its control plane, a device that may do anything, and all that a test of rules wants to end. */
export class RulesBench {
	readonly parts: EmulatorParts;
	readonly iot: IoTClient;
	readonly endpointUrl: string;
	readonly device: Credentials;
	readonly #ends: End[];

	private constructor(options: Pick<RulesBench, "parts" | "iot" | "endpointUrl" | "device">, ends: End[]) {
		this.parts = options.parts;
		this.iot = options.iot;
		this.endpointUrl = options.endpointUrl;
		this.device = options.device;
		this.#ends = ends;
	}

	static async start(options: PartsOptions = {}): Promise<RulesBench> {
		const parts = await startEmulatorParts(options);
		const { backend, journal } = parts;
		const http = await startHttpServer({
			operations: backend.operations,
			journal,
			durable: backend.durable,
			storeFailure: backend.storeFailure,
			host: "127.0.0.1",
			port: 0,
		});
		const endpointUrl = `http://127.0.0.1:${http.port}`;
		const iot = new IoTClient({
			endpoint: endpointUrl,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		});
		const device = await createDevice(parts, [allowAll]);
		const ends = [() => iot.destroy(), () => http.close(), () => parts.close()];
		return new RulesBench({ parts, iot, endpointUrl, device }, ends);
	}

	async close(): Promise<void> {
		for (const end of this.#ends) await end();
	}

	async connected(clientId: string, options: ConnectOptions = {}): Promise<TestClient> {
		const client = await connectClient(this.parts, this.device, { clientId, ...options });
		this.#ends.unshift(() => client.mqtt.end(true));
		return client;
	}

	rule(ruleName: string, sql: string, payload: Partial<TopicRulePayload> = {}): Promise<unknown> {
		const input: CreateTopicRuleCommandInput = {
			ruleName,
			topicRulePayload: { sql, awsIotSqlVersion: "2016-03-23", actions: [], ...payload },
		};
		return this.iot.send(new CreateTopicRuleCommand(input));
	}

	/** The next entry of the journal with that code, of those that are there or come. */
	async journalled(code: string): Promise<string> {
		const { journal } = this.parts;
		const present = journal.list().find((entry) => entry.code === code);
		if (present !== undefined) return present.reason;
		let unfollow = () => {};
		const waiting = new Promise<string>((resolve) => {
			unfollow = journal.follow((entry) => entry.code === code && resolve(entry.reason));
		});
		return within(waiting, `${code} in the journal`).finally(unfollow);
	}

	async receiver(): Promise<HttpReceiver> {
		const receiver = await HttpReceiver.start();
		this.#ends.unshift(() => receiver.close());
		return receiver;
	}
}

export interface ReceivedRequest {
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** Takes requests, and answers them with the statuses it is given, then with 200. */
export class HttpReceiver {
	readonly statuses: number[] = [];
	readonly #server: Server;
	readonly #requests: ReceivedRequest[] = [];
	#wake = () => {};

	private constructor(server: Server) {
		this.#server = server;
		server.on("request", (request, response) => {
			let body = "";
			request.setEncoding("utf8").on("data", (chunk) => {
				body += chunk;
			});
			request.on("end", () => {
				this.#requests.push({ url: request.url ?? "", headers: request.headers, body });
				response.writeHead(this.statuses.shift() ?? 200).end();
				this.#wake();
			});
		});
	}

	static async start(): Promise<HttpReceiver> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		return new HttpReceiver(server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async next(what = "a request of the rule"): Promise<ReceivedRequest> {
		const waiting = async () => {
			while (this.#requests.length === 0) {
				await new Promise<void>((resolve) => {
					this.#wake = resolve;
				});
			}
			return this.#requests.shift() as ReceivedRequest;
		};
		return within(waiting(), what);
	}

	close(): Promise<void> {
		return new Promise((resolve) => this.#server.close(() => resolve()));
	}
}
