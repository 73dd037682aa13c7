import assert from "node:assert/strict";
import { startHttpServer } from "../../../../host-tools/emulator/http/http-server.js";
import type { ServiceFactory } from "../../../../host-tools/emulator/services/service.js";
import { serviceFactories } from "../../../../host-tools/emulator/services/services.js";
import {
	allow,
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	type PartsOptions,
	startEmulatorParts,
} from "../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../support/mqtt.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { longestParrot, parrotService } from "./parrot/parrot-service.js";

const topic = "$aws/things/t/parrot";

describe("a service that is added to the list", () => {
	const directories = new TemporaryDirectories();
	const clients: TestClient[] = [];
	let parts: EmulatorParts;
	let device: Credentials;
	const start = async (options: PartsOptions = {}) => {
		parts = await startEmulatorParts({ services: [...serviceFactories, parrotService], ...options });
		device = await createDevice(parts, [allowAll]);
	};
	const connected = async (clientId: string, options: ConnectOptions = {}, credentials = device) => {
		const client = await connectClient(parts, credentials, { clientId, ...options });
		clients.push(client);
		return client;
	};
	const next = async (client: TestClient) => {
		const message = await client.next();
		return [message.topic, message.payload.toString()];
	};
	const refusals = () => parts.journal.list().map(({ plane, code, target }) => [plane, code, target]);

	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
		await directories.remove();
	});

	it("is what makes the difference: without it the topic is not served", async () => {
		await start({ services: serviceFactories });
		const client = await connected("a");
		client.mqtt.publish(topic, "hello");
		await client.closed();
		assert.deepEqual(refusals(), [["publish", "reserved-topic", topic]]);
		assert.match(parts.journal.list()[0]?.reason ?? "", /does not serve .*fleet provisioning, .*events/);
	});

	it("answers whoever asked, subscribed or not, and nobody else", async () => {
		await start();
		const [asker, other] = [await connected("asker"), await connected("other")];
		await other.subscribe(`${topic}/accepted`);
		await asker.publish(topic, "hello");
		assert.deepEqual(await next(asker), [`${topic}/accepted`, "hello"]);
		await other.publish(topic, "later");
		assert.deepEqual(await next(other), [`${topic}/accepted`, "later"]);
		assert.deepEqual([asker.pending, other.pending], [[], []]);
	});

	it("notifies whoever subscribed and may receive, a persistent session also later", async () => {
		await start();
		const sleeper = await connected("sleeper", { clean: false });
		await sleeper.subscribe(`${topic}/notify`);
		await sleeper.end();
		const deaf = await connected(
			"deaf",
			{},
			await createDevice(parts, [allow(["iot:Connect", "iot:Subscribe"], "client/*", "topicfilter/*")]),
		);
		const [asker, listener] = [await connected("asker"), await connected("listener")];
		for (const client of [deaf, listener]) await client.subscribe(`${topic}/notify`);
		await asker.publish(topic, "hello");
		assert.deepEqual(await next(listener), [`${topic}/notify`, "1"]);
		assert.deepEqual(await next(await connected("sleeper", { clean: false })), [`${topic}/notify`, "1"]);
		assert.deepEqual(deaf.pending, []);
		assert.deepEqual(refusals(), [["receive", "policy-denied", `${topic}/notify`]]);
	});

	it("says which of its topics a device may use, after the policy has allowed it", async () => {
		await start();
		const publisher = await connected("publisher");
		publisher.mqtt.publish(`${topic}/accepted`, "forged");
		await publisher.closed();
		const subscriber = await connected("subscriber");
		subscriber.mqtt.subscribe("$aws/things/+/parrot");
		await subscriber.closed();
		const stranger = await connected("stranger", {}, await createDevice(parts, [allow("iot:Connect", "client/*")]));
		stranger.mqtt.publish(topic, "hello");
		await stranger.closed();
		assert.deepEqual(refusals(), [
			["publish", "reserved-topic", `${topic}/accepted`],
			["subscribe", "reserved-topic", "$aws/things/+/parrot"],
			["publish", "policy-denied", topic],
		]);
	});

	it("refuses under its own name, and has limits of its own", async () => {
		await start();
		const client = await connected("a");
		await client.publish(topic, "x".repeat(longestParrot + 1));
		assert.deepEqual(await next(client), [`${topic}/rejected`, "too long"]);
		assert.deepEqual(refusals(), [["parrot", "parrot-too-long", topic]]);
	});

	it("harms nobody when it fails", async () => {
		await start();
		const client = await connected("a");
		await client.publish("$aws/things/faulty/parrot");
		await client.publish(topic, "hello");
		assert.deepEqual(await next(client), [`${topic}/accepted`, "hello"]);
		assert.deepEqual(refusals(), [["parrot", "internal-failure", "$aws/things/faulty/parrot"]]);
		assert.doesNotMatch(parts.journal.list()[0]?.reason ?? "", /a fault of this service/);
	});

	it("answers HTTP from the same table, which the data directory keeps", async () => {
		const dataDirectory = await directories.make();
		await start({ dataDirectory });
		const client = await connected("a");
		await client.publish(topic, "hello");
		await next(client);
		await client.end();
		await parts.close();
		await start({ dataDirectory });
		const { journal, backend } = parts;
		const { operations } = backend;
		const { durable, storeFailure } = backend;
		const http = await startHttpServer({ operations, journal, durable, storeFailure, host: "127.0.0.1", port: 0 });
		const headers = { authorization: "AWS4-HMAC-SHA256 Credential=x", connection: "close" };
		const response = await fetch(`http://127.0.0.1:${http.port}/things/t/parrot`, { headers });
		assert.deepEqual(await response.json(), { count: 1 });
		await http.close();
	});

	it("hears of connections, and is closed with the emulator", async () => {
		const heard: string[] = [];
		const service: ServiceFactory = ({ connections }) => {
			const unfollow = connections.follow({
				connected: ({ clientId }) => heard.push(`${clientId} connected`),
				subscribed: ({ clientId }, filters) => heard.push(`${clientId} subscribed ${filters}`),
				unsubscribed: ({ clientId }, filters) => heard.push(`${clientId} unsubscribed ${filters}`),
				disconnected: ({ clientId }, reason) => heard.push(`${clientId} disconnected ${reason}`),
			});
			const close = () => {
				heard.push("closed");
				unfollow();
			};
			return { name: "listener", close };
		};
		await start({ services: [...serviceFactories, service] });
		const client = await connected("a");
		await client.subscribe("x");
		await client.mqtt.unsubscribeAsync("x");
		await client.end();
		await parts.close();
		assert.deepEqual(heard, [
			"a connected",
			"a subscribed x",
			"a unsubscribed x",
			"a disconnected CLIENT_INITIATED_DISCONNECT",
			"closed",
		]);
	});
});
