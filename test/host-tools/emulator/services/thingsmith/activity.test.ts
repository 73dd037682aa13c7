import assert from "node:assert/strict";
import { request } from "node:http";
import { CreateThingCommand, DescribeThingCommand } from "@aws-sdk/client-iot";
import { ConnectionHub } from "../../../../../host-tools/emulator/broker/connections.js";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { Journal } from "../../../../../host-tools/emulator/journal.js";
import { ChangeFeed } from "../../../../../host-tools/emulator/services/changes.js";
import { Activity, activityKinds } from "../../../../../host-tools/emulator/services/thingsmith/activity.js";
import { fakeConnection } from "../../../../fakes/fake-connection.js";
import { TestControlPlane } from "../../http/test-control-plane.js";

describe("Activity", () => {
	const all = new Set(activityKinds);

	it("remembers what connections, journal and registry report, in order, with a number each", () => {
		const clock = new EmulatorClock();
		const journal = new Journal(clock);
		const connections = new ConnectionHub();
		const changes = new ChangeFeed();
		const activity = new Activity({ clock, journal, connections, changes });
		const connection = fakeConnection({ clientId: "c", principal: "p", certificateId: "p", ipAddress: "::1" });
		connections.report((listener) => listener.connected?.(connection));
		journal.add({ plane: "publish", code: "policy-denied", reason: "words", target: "t" });
		changes.announce({ kind: "thing", name: "x" });
		const payload = Buffer.from('{"temperature":21}');
		connections.report((listener) => listener.published?.({ topic: "t", payload, clientId: "c" }));
		connections.report((listener) => listener.published?.({ topic: "t", payload: Buffer.from([0xff]) }));
		connections.report((listener) => listener.published?.({ topic: "t", payload: Buffer.alloc(1025) }));
		connections.report((listener) => listener.disconnected?.(connection, "CONNECTION_LOST"));
		const seen = activity.since(0, all).map(({ time: _, ...happening }) => happening);
		assert.deepEqual(seen, [
			{ id: 1, kind: "connected", clientId: "c", principal: "p", ipAddress: "::1" },
			{ id: 2, kind: "refused", plane: "publish", code: "policy-denied", reason: "words", target: "t" },
			{ id: 3, kind: "changed", resource: "thing", name: "x" },
			{
				id: 4,
				kind: "published",
				topic: "t",
				qos: 1,
				retain: false,
				clientId: "c",
				bytes: 18,
				text: '{"temperature":21}',
			},
			{
				id: 5,
				kind: "published",
				topic: "t",
				qos: 1,
				retain: false,
				clientId: undefined,
				bytes: 1,
				base64: "/w==",
			},
			{ id: 6, kind: "published", topic: "t", qos: 1, retain: false, clientId: undefined, bytes: 1025 },
			{ id: 7, kind: "disconnected", clientId: "c", reason: "CONNECTION_LOST" },
		]);
		assert.deepEqual(
			activity.since(3, new Set(["published", "disconnected"])).map(({ id }) => id),
			[4, 5, 6, 7],
		);
		clock.close();
	});

	it("is bounded, each kind by itself: a flood of messages leaves the connections", () => {
		const clock = new EmulatorClock();
		const changes = new ChangeFeed();
		const activity = new Activity({ clock, journal: new Journal(clock), connections: new ConnectionHub(), changes });
		activity.add("connected", { clientId: "first" });
		for (let at = 0; at < 5000; at++) activity.add("published", {});
		assert.equal(activity.since(0, new Set(["published"])).length, 500);
		assert.equal(activity.since(0, new Set(["connected"])).length, 1);
		clock.close();
	});
});

describe("Control plane: /_thingsmith/events", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	/** Reads the stream until `count` events are there, and goes. */
	function events(
		query: string,
		count: number,
		opened: () => unknown,
		headers = {},
	): Promise<Record<string, unknown>[]> {
		return new Promise((resolve, reject) => {
			const { port } = plane.server;
			const asked = request({ host: "127.0.0.1", port, path: `/_thingsmith/events${query}`, headers }, (response) => {
				let text = "";
				response.setEncoding("utf8").on("data", (chunk: string) => {
					if (text === "") opened();
					text += chunk;
					const found = [...text.matchAll(/^id: (\d+)\nevent: (\S+)\ndata: (.*)\n\n/gm)];
					if (found.length < count) return;
					asked.destroy();
					resolve(found.map(([, id, event, data = ""]) => ({ id: Number(id), event, data: JSON.parse(data) })));
				});
			});
			asked.on("error", reject).end();
		});
	}

	it("tells what happens while it happens, of the kinds that are asked for", async () => {
		const seen = await events("?kinds=changed,refused", 2, async () => {
			await plane.iot.send(new CreateThingCommand({ thingName: "one" }));
			await plane.iot.send(new DescribeThingCommand({ thingName: "none" })).catch(() => {});
		});
		assert.deepEqual(
			seen.map(({ event }) => event),
			["changed", "refused"],
		);
		const [{ data }] = seen as [{ data: Record<string, unknown> }];
		assert.deepEqual([data.resource, data.name], ["thing", "one"]);
	});

	it("goes on behind the last event that a client has seen", async () => {
		await plane.iot.send(new CreateThingCommand({ thingName: "one" }));
		await plane.iot.send(new CreateThingCommand({ thingName: "two" }));
		const [first] = await events("?since=0", 1, () => {});
		const [second] = await events("", 1, () => {}, { "last-event-id": String(first?.id) });
		assert.deepEqual(
			[first, second].map((event) => (event?.data as Record<string, unknown> | undefined)?.name),
			["one", "two"],
		);
		const { activity } = (await plane.raw("GET", "/_thingsmith/activity?kinds=changed&since=1")).json;
		assert.deepEqual(
			activity.map(({ name }: { name: string }) => name),
			["two"],
		);
	});

	it("is refused to web pages, for kinds that are not there, and beyond 32 streams", async () => {
		const page = await plane.raw("GET", "/_thingsmith/events", { headers: { origin: "https://example.com" } });
		assert.equal(page.status, 403);
		const unknown = await plane.raw("GET", "/_thingsmith/events?kinds=connected,nothing");
		assert.match(unknown.json.message, /"nothing"/);
		const { port } = plane.server;
		const open = await Promise.all(
			Array.from({ length: 32 }, async () => {
				const asked = request({ host: "127.0.0.1", port, path: "/_thingsmith/events" }).end();
				await new Promise((resolve) => asked.once("response", resolve));
				return asked;
			}),
		);
		assert.match((await plane.raw("GET", "/_thingsmith/events")).json.message, /32 streams/);
		for (const asked of open) asked.destroy();
	});
});
