import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type IClientOptions } from "mqtt";
import { WebSocket } from "ws";
import { within } from "../../../support/deadline.js";
import { allow, allowAll, createDevice } from "../../../support/emulator-parts.js";
import { TestFront } from "../../../support/front.js";
import { connectClient, TestClient } from "../../../support/mqtt.js";
import { signerFor, type UrlOptions, webSocketUrl } from "../../../support/sign.js";

const key = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const temporary = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "other", sessionToken: "a/token+==" };

describe("MQTT over WebSocket", () => {
	let front: TestFront;
	const clients: TestClient[] = [];
	before(async () => {
		front = await TestFront.start({ accessKeys: [key, temporary] });
	});
	afterEach(() => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
	});
	after(() => front.close());

	const open = async (url: string, options: Partial<IClientOptions> = {}) => {
		const mqtt = connect(url, {
			clientId: "browser",
			reconnectPeriod: 0,
			protocolVersion: 4,
			wsOptions: { ca: front.parts.pki.rootCaPem },
			...options,
		} as IClientOptions);
		const client = new TestClient(mqtt);
		clients.push(client);
		const outcome = new Promise<void>((resolve, reject) => {
			mqtt.once("connect", () => resolve());
			mqtt.once("close", () => reject(new Error("closed before CONNACK")));
		});
		await within(outcome, "CONNACK");
		return client;
	};
	/** Status and words with which a WebSocket is refused. */
	const refusal = async (url: string, headers: Record<string, string> = {}, protocols = ["mqtt"]) => {
		const socket = new WebSocket(url, protocols, { ca: front.parts.pki.rootCaPem, headers });
		const refused = new Promise<[number | undefined, string]>((resolve, reject) => {
			socket.on("error", () => {});
			socket.once("open", () => reject(new Error("it was opened")));
			socket.once("unexpected-response", (_, response) => {
				let text = "";
				response.on("data", (chunk) => {
					text += chunk;
				});
				response.on("end", () => resolve([response.statusCode, JSON.parse(text).message]));
			});
		});
		return within(refused, "the refusal");
	};
	const both = async (options: UrlOptions, use: (url: string) => Promise<void>, credentials = key) => {
		await use(await webSocketUrl(front.httpsPort, credentials, options));
		await use(await webSocketUrl(front.front.httpPort, credentials, { ...options, protocol: "ws:" }));
	};

	it("takes a URL that was signed ahead, over TLS and without", async () => {
		await both({}, async (url) => {
			const client = await open(url);
			await client.subscribe("a/#");
			await client.publish("a/b", "hello");
			assert.equal((await client.next()).payload.toString(), "hello");
			await client.end();
		});
	});

	it("takes a session token that was signed, and one that was added afterwards", async () => {
		for (const tokenLast of [false, true]) {
			const client = await open(await webSocketUrl(front.httpsPort, temporary, { tokenLast }));
			await client.end();
		}
	});

	it("takes a signature in the header", async () => {
		const { httpPort } = front.front;
		const headers = { host: `127.0.0.1:${httpPort}` };
		const request = { method: "GET", protocol: "ws:", hostname: "127.0.0.1", path: "/mqtt", headers };
		const signed = await signerFor("iotdevicegateway", key).sign(request);
		const client = await open(`ws://127.0.0.1:${httpPort}/mqtt`, { wsOptions: { headers: signed.headers } });
		await client.end();
	});

	it("is somebody of the account, who may do everything, and gets what devices send", async () => {
		const device = await createDevice(front.parts, [
			allow("iot:Connect", "client/device"),
			allow("iot:Publish", "topic/up"),
		]);
		const user = await open(await webSocketUrl(front.httpsPort, key));
		await user.subscribe("up", "$aws/events/presence/connected/+");
		const client = await connectClient(front.parts, device, { clientId: "device" });
		assert.equal((await user.next()).topic, "$aws/events/presence/connected/device");
		await client.publish("up", Buffer.alloc(100_000, 7));
		assert.deepEqual((await user.next()).payload, Buffer.alloc(100_000, 7));
		await client.end();
		await user.subscribe("$aws/events/subscriptions/subscribed/browser", "other");
		const { principalIdentifier } = JSON.parse((await user.next()).payload.toString());
		assert.equal(principalIdentifier, "AIDATHINGSMITHLOCAL0:thingsmith");
	});

	it("refuses wrong signatures, other services, and who does not sign", async () => {
		await both({}, async (url) => {
			const wrong = url.replace(/Signature=(.)/, (_, digit) => `Signature=${digit === "0" ? 1 : 0}`);
			const [status, message] = await refusal(wrong);
			assert.equal(status, 403);
			assert.match(message, /^The request signature we calculated does not match/);
			assert.match((await refusal(url.split("?")[0] ?? ""))[1], /^Missing Authentication Token/);
		});
		await both({ service: "execute-api" }, async (url) => {
			assert.match((await refusal(url))[1], /scoped to correct service: 'iotdevicegateway'/);
		});
		const signingDate = new Date(Date.now() - 120_000);
		await both({ signingDate }, async (url) => assert.match((await refusal(url))[1], /^Signature expired/));
		assert.match(front.parts.journal.list().at(-1)?.reason ?? "", /^No WebSocket for 127\.0\.0\.1: Signature expired/);
	});

	it("keeps web pages out, and takes clients that name the emulator itself as their origin", async () => {
		const url = await webSocketUrl(front.httpsPort, key);
		const [status, message] = await refusal(url, { origin: "https://127.0.0.1:3000" });
		assert.deepEqual([status, /Origin/.test(message)], [403, true]);
		const client = await open(url, {
			wsOptions: { ca: front.parts.pki.rootCaPem, origin: new URL(url).origin.replace("wss", "https") },
		});
		await client.end();
	});

	it("has one path, and no other protocol", async () => {
		const url = await webSocketUrl(front.front.httpPort, key, { protocol: "ws:" });
		assert.match((await refusal(url.replace("/mqtt?", "/other?")))[1], /WebSocket at \/mqtt/);
		const socket = new WebSocket(url, ["wamp"]);
		const [error] = (await within(once(socket, "error"), "the error")) as [Error];
		assert.match(error.message, /no subprotocol/i);
	});

	it("ends a connection that sends text, and one whose message is too long", async () => {
		for (const [message, code] of [
			["text", 1003],
			[Buffer.alloc(1024 * 1024 + 1), 1009],
		] as const) {
			const socket = new WebSocket(await webSocketUrl(front.front.httpPort, key, { protocol: "ws:" }), ["mqtt"]);
			await within(once(socket, "open"), "the WebSocket");
			socket.send(message);
			const [closed] = await within(once(socket, "close"), "the end");
			assert.equal(closed, code);
		}
	});

	it("publishes the last will of a client that is gone", async () => {
		const witness = await open(await webSocketUrl(front.httpsPort, key), { clientId: "witness" });
		await witness.subscribe("will");
		const will = { topic: "will", payload: Buffer.from("gone"), qos: 1 as const, retain: false };
		const client = await open(await webSocketUrl(front.httpsPort, key), { clientId: "mortal", will });
		client.mqtt.stream.destroy();
		assert.equal((await witness.next()).payload.toString(), "gone");
	});

	it("gives all that waits to a client that reads slowly", async () => {
		const slow = await open(await webSocketUrl(front.httpsPort, key), { clientId: "slow" });
		await slow.subscribe("flood");
		const device = await createDevice(front.parts, [allowAll]);
		const client = await connectClient(front.parts, device, { clientId: "fast" });
		const payload = Buffer.alloc(64_000, 1);
		for (let count = 0; count < 60; count++) await client.publish("flood", payload, { qos: 1 });
		for (let count = 0; count < 60; count++) assert.equal((await slow.next()).payload.length, payload.length);
		await client.end();
	});
});
