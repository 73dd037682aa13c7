import assert from "node:assert/strict";
import type { Request } from "../../../../firmware/core/connection/requests.js";
import { Session } from "../../../../firmware/core/connection/session.js";
import { Scope } from "../../../../firmware/core/scope.js";
import { defaultTimeouts } from "../../../../firmware/core/timeouts.js";
import type { DeviceError } from "../../../../firmware/ports/errors.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { ScriptedMqttClient } from "../../../fakes/scripted-mqtt-client.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { settle } from "../../../support/fake-device.js";

const none = new Uint8Array(0);
const options = {
	host: "cloud.test",
	port: 8883,
	rootCa: none,
	certificate: none,
	privateKey: none,
	clientId: "device-1",
	keepAliveSeconds: 60,
};
const request: Request = {
	topic: "$aws/x/json",
	payload: Uint8Array.of(0x7b, 0x7d),
	accepted: "$aws/x/json/accepted",
	rejected: "$aws/x/json/rejected",
	limit: 8192,
};

describe("a session", () => {
	let time: VirtualTime;
	let client: ScriptedMqttClient;
	let scope: Scope;
	beforeEach(() => {
		time = new VirtualTime();
		client = new ScriptedMqttClient();
		scope = new Scope(time);
	});
	afterEach(() => {
		scope.close();
		assert.equal(time.pending, 0, "timers left");
	});

	const opening = () => Session.open(client, options, { scope, timeouts: defaultTimeouts, text: nodeTextCodec });
	async function open(): Promise<Session> {
		const session = opening();
		client.connect();
		return session;
	}

	it("opens when the connection does, with the options it was given", async () => {
		const session = await open();
		assert.deepEqual(client.options, options);
		assert.equal(client.closes, 0);
		session.close();
		session.close();
		assert.equal(client.closes, 1);
	});

	it("rejects with the reason, and closes, when the connection is refused", async () => {
		const session = opening();
		client.end("connection-refused");
		await assert.rejects(session, { code: "connection-refused" });
		assert.equal(client.closes, 1);
	});

	it("rejects with timeout, and closes, when nothing happens for connectMs", async () => {
		const rejected = assert.rejects(opening(), { code: "timeout", message: /30000 ms.*cloud\.test:8883/ });
		time.run(30_000);
		await rejected;
		assert.equal(client.closes, 1);
	});

	it("rejects with closed, and closes, when its owner ends meanwhile, and when it had ended before", async () => {
		const rejected = assert.rejects(opening(), { code: "closed" });
		scope.close();
		await rejected;
		await assert.rejects(opening(), { code: "closed" });
		assert.equal(client.closes, 2);
	});

	it("subscribes and waits for the SUBACK", async () => {
		const session = await open();
		let done = false;
		const subscribed = session.subscribe(["a", "b"]).then(() => {
			done = true;
		});
		await settle();
		assert.equal(done, false);
		client.suback.resolve([1, 0]);
		await subscribed;
		assert.deepEqual(client.subscribed, [["a", "b"]]);
	});

	it("rejects a refused filter, or a SUBACK that is too short, with subscription-refused, naming the filters", async () => {
		const session = await open();
		client.suback.resolve([1, 0x80]);
		await assert.rejects(session.subscribe(["a", "b", "c"]), { code: "subscription-refused", message: /to b, c$/ });
	});

	it("rejects with timeout when no SUBACK comes for subscribeMs", async () => {
		const session = await open();
		const rejected = assert.rejects(session.subscribe(["a"]), { code: "timeout", message: /SUBACK/ });
		time.run(10_000);
		await rejected;
	});

	it("publishes and waits for the PUBACK, at most acknowledgeMs", async () => {
		const session = await open();
		const published = session.publish("a/b", Uint8Array.of(0x31));
		client.puback.resolve();
		await published;
		assert.deepEqual(client.published, [{ topic: "a/b", text: "1" }]);
		client.puback = { ...client.puback, promise: new Promise(() => {}) };
		const rejected = assert.rejects(session.publish("a/b", none), { code: "timeout", message: /PUBACK of "a\/b"/ });
		time.run(15_000);
		await rejected;
	});

	it("answers a request with the first message on one of its reply topics, PUBACK or not", async () => {
		const session = await open();
		const reply = session.request(request);
		client.message("$aws/other", "no");
		client.message("$aws/x/json/rejected", "yes");
		client.message("$aws/x/json/accepted", "late");
		const { topic, payload } = await reply;
		assert.deepEqual([topic, Buffer.from(payload).toString()], ["$aws/x/json/rejected", "yes"]);
	});

	it("does not take a message that came before the request for its reply", async () => {
		const session = await open();
		client.message("$aws/x/json/accepted", "early");
		const reply = session.request(request);
		await settle();
		client.message("$aws/x/json/accepted", "right");
		assert.equal(Buffer.from((await reply).payload).toString(), "right");
	});

	it("rejects a request with timeout after replyMs, PUBACK or not", async () => {
		const session = await open();
		const rejected = assert.rejects(session.request(request), { code: "timeout", message: /reply to/ });
		client.puback.resolve();
		await settle();
		time.run(15_000);
		await rejected;
	});

	it("rejects a request with reply-too-large for a message over its limit, and takes the next", async () => {
		const session = await open();
		const rejected = assert.rejects(session.request(request), { code: "reply-too-large" });
		client.message("$aws/x/json/accepted", new Uint8Array(8193));
		await rejected;
		const reply = session.request(request);
		client.message("$aws/x/json/accepted", "small");
		assert.equal(Buffer.from((await reply).payload).toString(), "small");
	});

	for (const [how, code] of [
		["the connection is lost", "connection-lost"],
		["it is closed", "closed"],
		["its owner ends", "closed"],
	] as const) {
		it(`rejects everything pending with ${code} when ${how}`, async () => {
			const session = await open();
			const pending = [
				session.request(request),
				session.publish("a", none),
				session.subscribe(["a"]),
				session.until(new Promise(() => {})),
			];
			const rejected = pending.map((promise) => assert.rejects(promise, { code }));
			if (how === "it is closed") session.close();
			else if (how === "its owner ends") scope.close();
			else client.end();
			await Promise.all(rejected);
			await assert.rejects(session.until(new Promise(() => {})), { code });
		});
	}

	it("is over when the broker does not answer its own protocol, and says why", async () => {
		const session = await open();
		assert.ok(!session.ended);
		const rejected = [
			assert.rejects(session.publish("a/b", none), { code: "timeout", message: /PUBACK of "a\/b"/ }),
			assert.rejects(session.until(new Promise(() => {})), { code: "timeout", message: /PUBACK/ }),
		];
		time.run(15_000);
		await Promise.all(rejected);
		assert.equal((session.ended as DeviceError | undefined)?.code, "timeout");
	});

	it("ends its own scope, for those who wait on it", async () => {
		const session = await open();
		const waited = assert.rejects(session.scope.sleep(60_000), { code: "closed" });
		session.close();
		await waited;
		assert.equal(session.scope.closed, true);
		assert.equal(scope.closed, false);
	});

	it("is not over because a service answers late", async () => {
		const session = await open();
		const rejected = assert.rejects(session.request(request), { code: "timeout" });
		time.run(15_000);
		await rejected;
		assert.equal(session.ended, undefined);
	});

	it("hands messages to whoever routes their filter, whatever another one makes of them", async () => {
		const session = await open();
		const told: string[] = [];
		const route = (name: string, filter: string, limit: number, onMessage = () => {}) =>
			session.route({
				filter,
				limit,
				onMessage: ({ topic, payload }) => {
					told.push(`${name} ${topic} ${payload.length}`);
					onMessage();
				},
				onFailure: ({ code }) => told.push(`${name} ${code}`),
			});
		const stop = route("jobs", "$aws/things/t/jobs/+", 32_768);
		route("small", "$aws/things/t/#", 2);
		route("broken", "$aws/things/t/jobs/notify", 32_768, () => {
			throw new Error("not JSON");
		});
		const answer = session.request(request);
		client.message("$aws/things/t/jobs/notify", new Uint8Array(20_000));
		stop();
		client.message("$aws/things/t/jobs/notify", "hi");
		client.message(request.accepted, "yes");
		assert.equal((await answer).topic, request.accepted);
		assert.deepEqual(told, [
			"small reply-too-large",
			"jobs $aws/things/t/jobs/notify 20000",
			"broken $aws/things/t/jobs/notify 20000",
			"broken internal",
			"small $aws/things/t/jobs/notify 2",
			"broken $aws/things/t/jobs/notify 2",
			"broken internal",
		]);
	});

	it("settles until() as its promise does while the connection lasts", async () => {
		const session = await open();
		assert.equal(await session.until(Promise.resolve(7)), 7);
		await assert.rejects(session.until(Promise.reject(new Error("no"))), /no/);
	});
});
