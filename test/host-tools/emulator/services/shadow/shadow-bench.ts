import { IoTDataPlaneClient } from "@aws-sdk/client-iot-data-plane";
import { type HttpServer, startHttpServer } from "../../../../../host-tools/emulator/http/http-server.js";
import {
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	type PartsOptions,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../../support/mqtt.js";

/** An emulator with both of its sides, the AWS SDK's client for its data plane, and devices. */
export class ShadowBench {
	readonly parts: EmulatorParts;
	readonly data: IoTDataPlaneClient;
	readonly #http: HttpServer;
	readonly #device: Credentials;
	readonly #clients: TestClient[] = [];

	private constructor(parts: EmulatorParts, http: HttpServer, device: Credentials) {
		this.parts = parts;
		this.#http = http;
		this.#device = device;
		this.data = new IoTDataPlaneClient({
			endpoint: `http://127.0.0.1:${http.port}`,
			region: "us-east-1",
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			maxAttempts: 1,
		});
	}

	static async start(options: PartsOptions = {}): Promise<ShadowBench> {
		const parts = await startEmulatorParts(options);
		const { backend, journal } = parts;
		const { operations, durable, storeFailure } = backend;
		const http = await startHttpServer({ operations, journal, durable, storeFailure, host: "127.0.0.1", port: 0 });
		return new ShadowBench(parts, http, await createDevice(parts, [allowAll]));
	}

	/** A client that may do anything unless `statements` say otherwise. */
	async connect(clientId: string, statements?: readonly object[], options: ConnectOptions = {}): Promise<TestClient> {
		const device = statements === undefined ? this.#device : await createDevice(this.parts, statements);
		const client = await connectClient(this.parts, device, { clientId, ...options });
		this.#clients.push(client);
		return client;
	}

	/** Codes and targets of what was refused. */
	get refusals(): readonly (string | undefined)[][] {
		return this.parts.journal.list().map(({ plane, code, target }) => [plane, code, target]);
	}

	async close(): Promise<void> {
		for (const client of this.#clients) client.mqtt.end(true);
		this.data.destroy();
		await this.#http.close();
		await this.parts.close();
	}
}

/** What the next `count` messages say, by topic. */
export async function nextByTopic(client: TestClient, count: number): Promise<Record<string, unknown>> {
	const messages: [string, unknown][] = [];
	for (let n = 0; n < count; n++) {
		const { topic, payload } = await client.next();
		messages.push([topic, payload.length === 0 ? "" : JSON.parse(payload.toString())]);
	}
	return Object.fromEntries(messages);
}
