import assert from "node:assert/strict";
import { DeviceError } from "../../firmware/ports/errors.js";
import type { MqttClient, MqttConnection, MqttOptions } from "../../firmware/ports/mqtt-client.js";
import { RecordingListener } from "../fakes/recording-listener.js";

/** A client in front of a broker that accepts `options`. */
export interface MqttBench {
	readonly client: MqttClient;
	readonly options: MqttOptions;
	/** The same with a client id the broker refuses. */
	readonly refusedOptions: MqttOptions;
	/** May be subscribed to and published to. */
	readonly topic: string;
	readonly refusedFilter: string;
	/** A publish to it gets no PUBACK. */
	readonly swallowedTopic: string;
	/** Settles as `promise` does, letting time pass; rejects when that takes too long. */
	settles<T>(promise: Promise<T>): Promise<T>;
	/** Lets everything happen that is under way. */
	idle(): Promise<void>;
	received(): readonly { readonly topic: string; readonly payload: Uint8Array }[];
	deliver(topic: string, payload: Uint8Array): void;
	/** Every connection ends without a word. */
	dropAll(): void;
	/** Connections that neither side has closed. */
	openConnections(): number;
	/** Resolves when there are no open connections. */
	drained(): Promise<void>;
	close(): Promise<void>;
}

export function describeMqttClient(name: string, open: () => Promise<MqttBench>): void {
	describe(`MQTT client: ${name}`, () => {
		let bench: MqttBench;
		beforeEach(async () => {
			bench = await open();
		});
		afterEach(() => bench.close());

		async function connect(): Promise<{ connection: MqttConnection; listener: RecordingListener }> {
			const listener = new RecordingListener();
			const connection = bench.client.open(bench.options, listener);
			assert.deepEqual(listener.calls, [], "nothing is reported synchronously");
			assert.equal(await bench.settles(listener.opened), undefined);
			return { connection, listener };
		}

		it("connects, and says so once and never synchronously", async () => {
			const { listener, connection } = await connect();
			await bench.settles(connection.subscribe([bench.topic], 1));
			assert.deepEqual(listener.calls, ["connected"]);
		});

		it("answers a subscription with one code for each topic, 0x80 for a refused one", async () => {
			const { connection } = await connect();
			const codes = await bench.settles(connection.subscribe([bench.topic, bench.refusedFilter], 1));
			assert.deepEqual([...codes], [1, 0x80]);
			assert.deepEqual([...(await bench.settles(connection.subscribe([bench.refusedFilter], 1)))], [0x80]);
		});

		for (const length of [0, 1, 8192]) {
			it(`publishes ${length} bytes and resolves when the broker has them`, async () => {
				const { connection } = await connect();
				const payload = new Uint8Array(length).fill(0x61);
				await bench.settles(connection.publish(bench.topic, payload, 1));
				const [message, ...others] = bench.received();
				assert.equal(message?.topic, bench.topic);
				assert.deepEqual(Buffer.from(message?.payload ?? []), Buffer.from(payload));
				assert.equal(others.length, 0);
			});

			it(`delivers ${length} bytes, the topic on the first fragment only, more on all but the last`, async () => {
				const { connection, listener } = await connect();
				await bench.settles(connection.subscribe([bench.topic], 1));
				const payload = Uint8Array.from({ length }, (_, index) => index % 251);
				bench.deliver(bench.topic, payload);
				assert.deepEqual(Buffer.from(await bench.settles(listener.message(bench.topic))), Buffer.from(payload));
				let first = true;
				for (const { topic, more } of listener.fragments) {
					assert.equal(topic, first ? bench.topic : undefined);
					first = !more;
				}
				assert.ok(first, "the last fragment ends its message");
			});
		}

		it("rejects what is pending with connection-lost when the broker vanishes, and reports it once", async () => {
			const { connection, listener } = await connect();
			const pending = connection.publish(bench.swallowedTopic, Uint8Array.of(1), 1);
			const rejected = assert.rejects(pending, { code: "connection-lost" });
			await bench.idle();
			bench.dropAll();
			await bench.settles(rejected);
			assert.equal((await bench.settles(listener.closed)).code, "connection-lost");
			await bench.idle();
			assert.deepEqual(listener.calls, ["connected", "closed"]);
		});

		it("rejects with connection-lost what is asked of it after the broker vanished", async () => {
			const { connection, listener } = await connect();
			bench.dropAll();
			await bench.settles(listener.closed);
			await assert.rejects(bench.settles(connection.publish(bench.topic, Uint8Array.of(1), 1)), {
				code: "connection-lost",
			});
			await assert.rejects(bench.settles(connection.subscribe([bench.topic], 1)), { code: "connection-lost" });
			connection.close();
		});

		it("rejects what is pending, and what comes later, with closed after close, and reports nothing more", async () => {
			const { connection, listener } = await connect();
			await bench.settles(connection.subscribe([bench.topic], 1));
			const pending = connection.publish(bench.swallowedTopic, Uint8Array.of(1), 1);
			const rejected = assert.rejects(pending, { code: "closed" });
			await bench.idle();
			connection.close();
			bench.deliver(bench.topic, Uint8Array.of(1));
			connection.close();
			await bench.settles(rejected);
			await assert.rejects(connection.publish(bench.topic, Uint8Array.of(1), 1), { code: "closed" });
			await assert.rejects(connection.subscribe([bench.topic], 1), { code: "closed" });
			await bench.settles(bench.drained());
			assert.deepEqual(listener.calls, ["connected"]);
		});

		it("closed by its owner, reports nothing when the broker vanishes at the same moment", async () => {
			const { connection, listener } = await connect();
			bench.dropAll();
			connection.close();
			await bench.idle();
			assert.deepEqual(listener.calls, ["connected"]);
		});

		it("may be closed at once after open, twice, and reports nothing", async () => {
			const listener = new RecordingListener();
			const connection = bench.client.open(bench.options, listener);
			connection.close();
			connection.close();
			await bench.settles(bench.drained());
			await bench.idle();
			assert.deepEqual(listener.calls, []);
			assert.equal(bench.openConnections(), 0);
		});

		it("may be closed from within onConnected", async () => {
			const listener = new RecordingListener();
			const connection = bench.client.open(bench.options, listener);
			listener.opened.then(() => connection.close());
			await bench.settles(listener.opened);
			await bench.settles(bench.drained());
			assert.deepEqual(listener.calls, ["connected"]);
		});

		it("opened and closed twenty times leaves no connection", async () => {
			for (let round = 0; round < 20; round++) {
				const { connection } = await connect();
				connection.close();
			}
			await bench.settles(bench.drained());
			assert.equal(bench.openConnections(), 0);
		});

		it("reports connection-refused, and nothing else, when the broker does not accept the client", async () => {
			const listener = new RecordingListener();
			const connection = bench.client.open(bench.refusedOptions, listener);
			const error = await bench.settles(listener.closed);
			assert.ok(error instanceof DeviceError);
			assert.equal(error.code, "connection-refused");
			connection.close();
			await bench.idle();
			assert.deepEqual(listener.calls, ["closed"]);
		});
	});
}
