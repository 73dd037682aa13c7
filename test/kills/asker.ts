import type { TestClient } from "../support/mqtt.js";
import { type Json, Refused } from "./api.js";

/** Asks on reserved topics, and tells answers apart by their client tokens. */
export class Asker {
	readonly #client: TestClient;
	readonly #waiting = new Map<string, { resolve(answer: Json): void; reject(error: Error): void }>();
	#next = 0;

	private constructor(client: TestClient) {
		this.#client = client;
		client.mqtt.on("message", (topic, payload) => {
			const answer = JSON.parse(payload.toString()) as Json;
			const asked = this.#waiting.get(String(answer.clientToken));
			this.#waiting.delete(String(answer.clientToken));
			if (topic.endsWith("/accepted")) asked?.resolve(answer);
			else if (topic.endsWith("/rejected")) asked?.reject(new Refused(400, `${topic} ${payload}`));
		});
		client.mqtt.on("close", () => {
			for (const { reject } of this.#waiting.values()) reject(new Error("The connection is gone"));
			this.#waiting.clear();
		});
	}

	static async open(client: TestClient): Promise<Asker> {
		await client.subscribe("$aws/things/+/shadow/+/accepted", "$aws/things/+/shadow/+/rejected");
		await client.subscribe("$aws/things/+/shadow/name/+/+/accepted", "$aws/things/+/shadow/name/+/+/rejected");
		await client.subscribe("$aws/things/+/jobs/+/update/accepted", "$aws/things/+/jobs/+/update/rejected");
		return new Asker(client);
	}

	async ask(topic: string, body: Json): Promise<Json> {
		const clientToken = `token-${this.#next++}`;
		const answer = new Promise<Json>((resolve, reject) => this.#waiting.set(clientToken, { resolve, reject }));
		await Promise.all([answer, this.#client.publish(topic, JSON.stringify({ ...body, clientToken }))]);
		return answer;
	}

	close(): void {
		this.#client.mqtt.end(true);
	}
}
