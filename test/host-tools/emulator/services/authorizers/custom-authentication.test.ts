import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { connect, type IClientOptions } from "mqtt";
import type { AuthorizerInput } from "../../../../../host-tools/emulator/services/authorizers/authorizer.js";
import { FakeFunction } from "../../../../fakes/fake-function.js";
import { within } from "../../../../support/deadline.js";
import { allow, allowAll, createDevice } from "../../../../support/emulator-parts.js";
import { TestFront } from "../../../../support/front.js";
import { type ConnectOptions, connectClient, TestClient } from "../../../../support/mqtt.js";
import { publicKeyPem, signatureOf } from "./signed-token.js";

const scope = { region: "us-east-1", accountId: "000000000000" };
const allowing = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const everything = {
	isAuthenticated: true,
	principalId: "somebody1",
	policyDocuments: [allowing(allowAll)],
	disconnectAfterInSeconds: 3600,
	refreshAfterInSeconds: 300,
};
const byName = "?x-amz-customauthorizer-name=a";

describe("custom authentication", () => {
	let front: TestFront;
	let lambda: FakeFunction;
	const clients: TestClient[] = [];
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	beforeEach(async () => {
		front = await TestFront.start();
		lambda = await FakeFunction.start();
		lambda.answer = () => everything;
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		lambda.close();
		await front.close();
	});
	after(() => agent.destroy());

	const authorizer = (name: string, input: AuthorizerInput = {}) =>
		front.parts.registry.authorizers.create(
			name,
			{ authorizerFunctionArn: lambda.url, status: "ACTIVE", signingDisabled: true, ...input },
			scope,
		);
	const signed = { signingDisabled: false, tokenKeyName: "token", tokenSigningPublicKeys: { one: publicKeyPem } };
	/** Over TLS on the port that ALPN tells what is spoken on, as AWS has it on 443. */
	const open = async (options: ConnectOptions) => {
		const parts = { ...front.parts, port: front.httpsPort };
		const client = await connectClient(parts, undefined, { ALPNProtocols: ["mqtt"], ...options } as ConnectOptions);
		clients.push(client);
		return client;
	};
	const openSocket = async (url: string, options: Partial<IClientOptions>) => {
		const mqtt = connect(url, { reconnectPeriod: 0, protocolVersion: 4, ...options } as IClientOptions);
		const client = new TestClient(mqtt);
		clients.push(client);
		const outcome = new Promise<void>((resolve, reject) => {
			mqtt.once("connect", () => resolve());
			mqtt.once("close", () => reject(new Error("closed before CONNACK")));
		});
		await within(outcome, "CONNACK");
		return client;
	};
	const last = () => front.parts.journal.list().at(-1);
	const socketUrl = () => `ws://127.0.0.1:${front.front.httpPort}/mqtt`;

	it("lets a client in that the function knows, with the rights that it gives", async () => {
		authorizer("a");
		const policyDocuments = [
			allowing(allow("iot:Connect", "client/$" + "{iot:ClientId}"), allow("iot:Publish", "topic/up/*")),
			JSON.stringify(allowing(allow("iot:Subscribe", "topicfilter/down"), allow("iot:Receive", "topic/down"))),
		];
		lambda.answer = () => ({ ...everything, policyDocuments });
		const device = await createDevice(front.parts, [allowAll]);
		const other = await connectClient(front.parts, device, { clientId: "other" });
		clients.push(other);
		await other.subscribe("up/#", "$aws/events/presence/#");
		const client = await open({ clientId: "c", username: `me${byName}`, password: "secret" });
		const { topic, payload } = await other.next();
		assert.equal(topic, "$aws/events/presence/connected/c");
		assert.equal(JSON.parse(payload.toString()).principalIdentifier, "somebody1");
		await client.subscribe("down");
		await client.publish("up/1", "x");
		assert.equal((await other.next()).topic, "up/1");
		await other.publish("down", "y");
		assert.equal((await client.next()).topic, "down");
		client.mqtt.publish("elsewhere", "", { qos: 1 });
		await client.closed();
		assert.match(
			last()?.reason ?? "",
			/iot:Publish on .*elsewhere is denied: no resource matches; allowed for iot:Publish: ".*up\/\*"/,
		);
		const [{ protocols, protocolData }] = lambda.events;
		assert.deepEqual(protocols, ["tls", "mqtt"]);
		assert.deepEqual(protocolData.mqtt, {
			username: `me${byName}`,
			password: Buffer.from("secret").toString("base64"),
			clientId: "c",
		});
	});

	it("is there without ALPN on the MQTT port, in MQTT 5, and by the default authorizer", async () => {
		authorizer("a");
		front.parts.registry.authorizers.setDefault("a");
		const client = await connectClient(front.parts, undefined, { clientId: "c", protocolVersion: 5 });
		clients.push(client);
		await client.subscribe("x");
		await client.publish("x", "1");
		assert.equal((await client.next()).payload.toString(), "1");
		const device = await createDevice(front.parts, [allow("iot:Connect", "client/d")]);
		const own = await connectClient(front.parts, device, { clientId: "d", username: byName });
		clients.push(own);
		assert.equal(lambda.events.length, 1, "who has a certificate needs nobody else");
	});

	it("turns away whom the function does not know, and tells the journal why", async () => {
		authorizer("a");
		authorizer("off", { status: "INACTIVE" });
		authorizer("unmapped", { authorizerFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f" });
		const refused = async (username: string, answer: unknown, code: string, reason: RegExp) => {
			lambda.answer = () => answer;
			await assert.rejects(open({ clientId: "c", username, password: "the-secret" }), /closed before CONNACK/);
			assert.equal(last()?.code, code);
			assert.match(last()?.reason ?? "", reason);
		};
		await refused(byName, { isAuthenticated: false }, "authorizer-denied", /isAuthenticated: false/);
		await refused(byName, { ...everything, principalId: "" }, "authorizer-failed", /did not answer principalId/);
		await refused(
			byName,
			{ ...everything, policyDocuments: [] },
			"policy-denied",
			/whom authorizer "a" let in, has no/,
		);
		await refused("?x-amz-customauthorizer-name=b", everything, "authorizer-unknown", /"b" does not exist/);
		await refused("?x-amz-customauthorizer-name=off", everything, "authorizer-unknown", /is INACTIVE/);
		await refused("?x-amz-customauthorizer-name=unmapped", everything, "hook-not-mapped", /--hook/);
		await refused("me", everything, "no-client-certificate", /names no custom authorizer/);
		const five = open({ clientId: "c", username: "?x-amz-customauthorizer-name=b", protocolVersion: 5 });
		await assert.rejects(five, /Not authorized/);
		assert.doesNotMatch(JSON.stringify(front.parts.journal.list()), /the-secret/);
	});

	it("asks only about tokens that are signed, where they have to be", async () => {
		authorizer("a", signed);
		const token = "a+b/c";
		const user = (signature: string) =>
			`${byName}&token=${encodeURIComponent(token)}&x-amz-customauthorizer-signature=${encodeURIComponent(signature)}`;
		const client = await open({ clientId: "c", username: user(signatureOf(token)) });
		await client.end();
		assert.deepEqual([lambda.events[0].token, lambda.events[0].signatureVerified], [token, true]);
		for (const username of [byName, `${byName}&token=t`, user(signatureOf("other"))]) {
			await assert.rejects(open({ clientId: "c", username }), /closed before CONNACK/);
			assert.equal(last()?.code, "authorizer-token");
		}
		assert.equal(lambda.events.length, 1);
	});

	it("waits for the function no longer than it may", async () => {
		await front.close();
		front = await TestFront.start({ behaviour: { hooks: { deadlineMs: 100 } } });
		authorizer("a");
		let release = () => {};
		lambda.answer = () => new Promise<void>((resolve) => (release = resolve));
		await assert.rejects(open({ clientId: "c", username: byName }), /closed before CONNACK/);
		assert.match(last()?.reason ?? "", /failed: no answer within 100 ms/);
		release();
	});

	it("leaves no session of a client that has gone while the function was asked", async () => {
		authorizer("a");
		const device = await createDevice(front.parts, [allowAll]);
		const other = await connectClient(front.parts, device, { clientId: "other" });
		clients.push(other);
		await other.subscribe("$aws/events/presence/#");
		let release = () => {};
		const gone = await within(
			new Promise<TestClient>((resolve) => {
				const mqtt = connect(`${socketUrl()}${byName}`, { clientId: "gone", reconnectPeriod: 0 });
				const client = new TestClient(mqtt);
				clients.push(client);
				lambda.answer = async () => {
					resolve(client);
					await new Promise<void>((answer) => (release = answer));
					return everything;
				};
			}),
			"the function's event",
		);
		gone.mqtt.end(true);
		release();
		assert.equal((await other.next()).topic, "$aws/events/presence/connected/gone");
		const { topic, payload } = await other.next();
		assert.equal(topic, "$aws/events/presence/disconnected/gone");
		assert.equal(JSON.parse(payload.toString()).disconnectReason, "CONNECTION_LOST");
	});

	it("ends a session when its time is over", async () => {
		authorizer("a");
		lambda.answer = () => ({ ...everything, disconnectAfterInSeconds: 400, refreshAfterInSeconds: 86_400 });
		const client = await open({ clientId: "c", username: byName });
		front.parts.clock.advance(399_000);
		assert.equal(client.mqtt.connected, true);
		front.parts.clock.advance(1000);
		await client.closed();
		assert.equal(last()?.code, "authorizer-time");
	});

	it("asks again as often as the function says: rights change, or the session ends", async () => {
		authorizer("a");
		const client = await open({ clientId: "c", username: byName, protocolVersion: 5 });
		await client.publish("x");
		const only = allowing(allow("iot:Publish", "topic/y"));
		lambda.answer = () => ({ ...everything, policyDocuments: [only] });
		front.parts.clock.advance(300_000);
		const denied = async () => {
			for (;;) {
				try {
					await client.publish("x");
				} catch (error) {
					return (error as Error).message;
				}
			}
		};
		assert.match(await within(denied(), "new rights"), /Not authorized/);
		await client.publish("y");
		assert.equal(lambda.events.length, 2);
		lambda.answer = () => ({ isAuthenticated: false });
		front.parts.clock.advance(300_000);
		await client.closed();
		assert.deepEqual([last()?.code, lambda.events.length], ["authorizer-denied", 3]);
		front.parts.clock.advance(600_000);
		const again = await open({ clientId: "c", username: byName }).catch(() => undefined);
		assert.equal(again, undefined);
		assert.equal(lambda.events.length, 4, "nobody asks about a session that is over");
	});

	it("lets clients in over WebSocket, by headers, query or CONNECT", async () => {
		await assert.rejects(openSocket(`${socketUrl()}${byName}`, { clientId: "c" }), /closed before CONNACK/);
		authorizer("a", { tokenKeyName: "Token" });
		const headers = { "x-amz-customauthorizer-name": "a", token: "t" };
		await openSocket(socketUrl(), { clientId: "c", wsOptions: { headers } });
		await openSocket(`${socketUrl()}${byName}&Token=t`, { clientId: "c" });
		const client = await openSocket(socketUrl(), { clientId: "c", username: `u${byName}&Token=t` });
		await client.subscribe("x");
		await client.publish("x", "1");
		assert.equal((await client.next()).topic, "x");
		assert.deepEqual(
			lambda.events.map(({ protocols, token }) => [protocols.join(), token]),
			new Array(3).fill(["http,mqtt", "t"]),
		);
		assert.equal(lambda.events[1].protocolData.http.queryString, `${byName}&Token=t`);
		await assert.rejects(openSocket(socketUrl(), { clientId: "c", username: "nobody" }), /closed before CONNACK/);
		const url = `wss://127.0.0.1:${front.httpsPort}/mqtt${byName}`;
		await openSocket(url, { clientId: "c", wsOptions: { ca: front.parts.pki.rootCaPem } });
		assert.deepEqual(lambda.events.at(-1).protocols, ["tls", "http", "mqtt"]);
	});

	/** Over one connection that is kept. */
	const post = (path: string, headers: Record<string, string> = {}) => {
		const answer = new Promise<[number | undefined, string]>((resolve, reject) => {
			const options = { host: "127.0.0.1", port: front.front.httpPort, method: "POST", path, agent, headers };
			const asked = request(options, (response) => {
				let text = "";
				response.setEncoding("utf8").on("data", (chunk) => {
					text += chunk;
				});
				response.on("end", () => resolve([response.statusCode, text]));
			});
			asked.on("error", reject).end("hello");
		});
		return within(answer, path);
	};

	it("lets clients publish over HTTP, and do nothing else", async () => {
		const named = { "x-amz-customauthorizer-name": "a" };
		assert.equal((await post("/topics/x", named))[0], 403);
		authorizer("a");
		lambda.answer = () => ({ ...everything, policyDocuments: [allowing(allow("iot:Publish", "topic/x"))] });
		const listener = await connectClient(front.parts, await createDevice(front.parts, [allowAll]), { clientId: "l" });
		clients.push(listener);
		await listener.subscribe("x");
		assert.equal((await post("/topics/x", named))[0], 200);
		assert.equal((await listener.next()).payload.toString(), "hello");
		assert.equal((await post(`/topics/x${byName}&qos=1`))[0], 200);
		assert.equal((await front.https("POST", "/topics/x", { headers: named, body: "1" })).status, 200);
		assert.deepEqual(lambda.events.at(-1).protocols, ["tls", "http"]);
		const asked = lambda.events.length;
		const [status, text] = await post("/topics/y", named);
		assert.deepEqual([status, JSON.parse(text).message], [403, "Forbidden"]);
		assert.equal(last()?.code, "policy-denied");
		assert.match((await post("/topics/x"))[1], /is not signed/);
		assert.match((await post("/things/t/shadow", named))[1], /is not signed/);
		assert.equal(lambda.events.length, asked + 1, "others are not asked about");
	});

	it("asks once for the requests of a connection, where the authorizer says so", async () => {
		authorizer("a", { tokenKeyName: "token", enableCachingForHttp: true });
		authorizer("b");
		for (let n = 0; n < 3; n++) assert.equal((await post(`/topics/x${byName}&token=1`))[0], 200);
		assert.equal(lambda.events.length, 1);
		await post(`/topics/x${byName}&token=2`);
		assert.equal(lambda.events.length, 2, "another token is somebody else");
		await post(`/topics/x${byName}&token=2`);
		front.parts.clock.advance(300_000);
		await post(`/topics/x${byName}&token=2`);
		assert.equal(lambda.events.length, 3, "it is asked again in time");
		for (let n = 0; n < 2; n++) await post("/topics/x?x-amz-customauthorizer-name=b");
		assert.equal(lambda.events.length, 5);
	});
});
