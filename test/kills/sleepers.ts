import { until } from "../support/deadline.js";
import type { TestClient } from "../support/mqtt.js";

export type Connect = (options: object) => Promise<TestClient>;

/** Messages for two persistent sessions whose clients are away, of MQTT 3.1.1 and 5. */
export class Sleepers {
	readonly #clients = [
		{ clientId: "sleeper-4", clean: false, protocolVersion: 4 },
		{ clientId: "sleeper-5", clean: false, protocolVersion: 5, properties: { sessionExpiryInterval: 3600 } },
	];
	/** Acknowledged to the publisher, in their order, since they were fetched. */
	#acknowledged: number[] = [];
	#next = 0;
	acknowledged = 0;
	compared = 0;

	async subscribe(connect: Connect): Promise<void> {
		for (const options of this.#clients) {
			const client = await connect(options);
			await client.subscribe("queue/#");
			await client.end();
		}
	}

	/** Rejects when the emulator is gone before PUBACK. */
	async publish(device: TestClient): Promise<void> {
		const number = this.#next++;
		await device.publish(`queue/${number % 3}`, String(number));
		this.#acknowledged.push(number);
		this.acknowledged += 1;
	}

	/** Lets both sessions have what waits for them. Returns what is lost, doubled or out of order. */
	async fetch(connect: Connect): Promise<readonly string[]> {
		const wanted = this.#acknowledged;
		this.#acknowledged = [];
		const problems: string[] = [];
		for (const options of this.#clients) {
			const client = await connect(options);
			const { clientId } = options;
			if (!client.connack?.sessionPresent) problems.push(`${clientId}: its session is gone`);
			const last = wanted.at(-1);
			await until("what waits for a session", () => last === undefined || numbersOf(client).includes(last), 5000).catch(
				() => {},
			);
			const found = numbersOf(client);
			await client.end();
			const lost = wanted.filter((number) => !found.includes(number));
			if (lost.length > 0)
				problems.push(`${clientId}: ${lost.length} of ${wanted.length} are lost: ${lost.slice(0, 10)}`);
			if (found.some((number, at) => at > 0 && number <= (found[at - 1] ?? -1))) {
				problems.push(`${clientId}: not in order, or doubled: ${found.slice(0, 50)}`);
			}
			this.compared += wanted.length;
		}
		return problems;
	}
}

function numbersOf(client: TestClient): readonly number[] {
	return client.pending.map(({ payload }) => Number(payload.toString()));
}
