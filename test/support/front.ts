import type { IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { IoTDataPlaneClient } from "@aws-sdk/client-iot-data-plane";
import { defaultAccount } from "../../host-tools/emulator/account.js";
import { type Front, openFront } from "../../host-tools/emulator/door/open-front.js";
import type { AccessKey } from "../../host-tools/emulator/http/signature/access-keys.js";
import { within } from "./deadline.js";
import { type Credentials, type EmulatorParts, type PartsOptions, startEmulatorParts } from "./emulator-parts.js";

export interface FrontOptions extends PartsOptions {
	readonly accessKeys?: readonly AccessKey[];
}

export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect in it
	readonly json: any;
}

export interface Asked {
	readonly credentials?: Pick<Credentials, "certificatePem" | "privateKeyPem">;
	readonly headers?: Record<string, string>;
	readonly body?: string | Uint8Array;
	/** What the client asks to speak. */
	readonly protocols?: readonly string[];
}

/** The emulator with all its listeners, on free ports of 127.0.0.1. */
export class TestFront {
	readonly parts: EmulatorParts;
	readonly front: Front;

	private constructor(parts: EmulatorParts, front: Front) {
		this.parts = parts;
		this.front = front;
	}

	static async start({ accessKeys, ...options }: FrontOptions = {}): Promise<TestFront> {
		const parts = await startEmulatorParts(options);
		const listen = { host: "127.0.0.1", port: 0, httpsPort: 0 };
		return new TestFront(parts, await openFront({ ...parts, ...listen, account: defaultAccount, accessKeys }));
	}

	get httpUrl(): string {
		return `http://127.0.0.1:${this.front.httpPort}`;
	}

	get httpsPort(): number {
		return this.front.httpsPort ?? 0;
	}

	get httpsUrl(): string {
		return `https://127.0.0.1:${this.httpsPort}`;
	}

	/** The SDK's client of the data plane, over HTTP or, where it trusts the root CA, over HTTPS. */
	dataPlane(endpoint: string, credentials: AccessKey = { accessKeyId: "test", secretAccessKey: "test" }) {
		const { accessKeyId, secretAccessKey, sessionToken } = credentials;
		return new IoTDataPlaneClient({
			endpoint,
			region: "us-east-1",
			credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
			maxAttempts: 1,
			requestHandler: { httpsAgent: new HttpsAgent({ ca: this.parts.pki.rootCaPem }) },
		});
	}

	/** One request over TLS, as a device sends it. */
	https(method: string, path: string, { credentials, headers, body, protocols }: Asked = {}): Promise<Answer> {
		const answer = new Promise<Answer>((resolve, reject) => {
			const request = httpsRequest(
				{
					host: "127.0.0.1",
					port: this.httpsPort,
					method,
					path,
					headers,
					agent: false,
					ca: this.parts.pki.rootCaPem,
					cert: credentials?.certificatePem,
					key: credentials?.privateKeyPem,
					...(protocols && { ALPNProtocols: [...protocols] }),
				},
				(response) => {
					let text = "";
					response.setEncoding("utf8").on("data", (chunk) => {
						text += chunk;
					});
					response.on("error", reject).on("end", () => {
						const json = response.headers["content-type"] === "application/json" ? JSON.parse(text) : undefined;
						resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
					});
				},
			);
			request.on("error", reject).end(body);
		});
		return within(answer, `${method} ${path}`);
	}

	async close(): Promise<void> {
		await this.front.close();
		await this.parts.close();
	}
}
