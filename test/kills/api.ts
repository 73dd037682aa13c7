import { Agent, type OutgoingHttpHeaders, request } from "node:http";
import { patience } from "../support/patience.js";

export type Json = { readonly [member: string]: unknown };

/** The emulator answered that it will not. */
export class Refused extends Error {
	override readonly name = "Refused";
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** Requests as AWS's clients send them. Rejects with Refused, or, when the emulator is gone, with the error of the connection. */
export class Api {
	readonly #port: number;
	readonly #agent = new Agent({ keepAlive: true });

	constructor(endpointUrl: string) {
		this.#port = Number(new URL(endpointUrl).port);
	}

	/** Resolves with the answer's JSON, or its text where it is none. `service`: whom the request is signed for. */
	call(method: string, path: string, body?: unknown, headers: Json = {}, service = "iot"): Promise<Json> {
		const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
		const authorization = `AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/${service}/aws4_request`;
		const all = { authorization, "content-length": Buffer.byteLength(text), ...headers } as OutgoingHttpHeaders;
		return new Promise((resolve, reject) => {
			const asked = request({ host: "127.0.0.1", port: this.#port, method, path, headers: all, agent: this.#agent });
			asked.setTimeout(patience(10_000), () => asked.destroy(new Error(`no answer to ${method} ${path}`)));
			asked.on("error", reject).on("response", (response) => {
				let answer = "";
				response.setEncoding("utf8").on("data", (chunk) => {
					answer += chunk;
				});
				response.on("error", reject).on("aborted", () => reject(new Error("cut short")));
				response.on("end", () => {
					const { statusCode = 0 } = response;
					if (statusCode < 300) resolve(answer === "" ? {} : jsonOf(answer));
					else reject(new Refused(statusCode, `${method} ${path} ${text.slice(0, 300)}: ${statusCode} ${answer}`));
				});
			});
			asked.end(text);
		});
	}

	/** Undefined where it is not found, or, as AWS says it of topic rules, not to be had. */
	async find(path: string, service = "iot"): Promise<Json | undefined> {
		try {
			return await this.call("GET", path, undefined, {}, service);
		} catch (error) {
			if (error instanceof Refused && [401, 404].includes(error.status)) return undefined;
			throw error;
		}
	}

	close(): void {
		this.#agent.destroy();
	}
}

function jsonOf(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return { text };
	}
}
