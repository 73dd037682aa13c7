import assert from "node:assert/strict";
import { Cli, endAll } from "../support/cli.js";

describe("thingsmith demo", () => {
	afterEach(endAll);

	it("provisions three devices over TLS and reports two readings of each, as JSON lines", async () => {
		const demo = new Cli(["demo", "--devices", "3", "--readings", "2", "--interval", "0.2", "--json"]);
		assert.equal(await demo.exit(), 0, demo.stderr);
		const { events } = demo;
		assert.equal(demo.stdout.trimEnd().split("\n").length, events.length);
		for (const { time } of events) assert.equal(new Date(time).toISOString(), time);
		assert.equal(events[0]?.event, "ready");
		assert.equal(events.at(-1)?.event, "done");

		const things = new Set<unknown>();
		for (const device of ["device-1", "device-2", "device-3"]) {
			const own = events.filter((event) => event.device === device);
			const kinds = own.map(({ event, to }) => (event === "state" ? `state ${to}` : event));
			assert.deepEqual(
				kinds.filter((kind) => kind !== "state backing-off"),
				[
					...["claimed", "state claimed", "state connecting", "state provisioning", "state verifying"],
					...["reading", "provisioned", "state online", "reading"],
				],
			);
			const [provisioned] = own.filter(({ event }) => event === "provisioned");
			assert.match(String(provisioned?.certificateId), /^[0-9a-f]{64}$/);
			assert.equal(typeof provisioned?.milliseconds, "number");
			things.add(provisioned?.thingName);
			for (const reading of own.filter(({ event }) => event === "reading")) {
				assert.equal(reading.thingName, provisioned?.thingName);
				const temperature = Number(reading.temperature);
				assert.ok(temperature >= 15.1 && temperature <= 29.9);
			}
		}
		assert.equal(things.size, 3);
	});

	it("shows people the timeline and the readings", async () => {
		const demo = new Cli(["demo", "--devices", "1", "--readings", "1", "--interval", "0.2"]);
		assert.equal(await demo.exit(), 0);
		const steps = [
			...["claim issued", "connected with claim", "key and certificate received", "staged", "registered"],
			...["connected as itself", "first reading acknowledged", "claim erased"],
		];
		const places = steps.map((step) => demo.stderr.indexOf(step));
		assert.ok(
			places.every((place) => place >= 0),
			demo.stderr,
		);
		assert.deepEqual(
			places,
			[...places].sort((a, b) => a - b),
		);
		assert.match(demo.stdout, /^thingsmith-0001 {2}\d\d\.\d\d °C {2}#1 /m);
		assert.equal((demo.stdout + demo.stderr).includes("\x1b"), false);
		assert.equal((demo.stdout + demo.stderr).includes("PRIVATE KEY"), false);
	});

	it("runs until Ctrl-C, which is its proper end", async () => {
		const demo = new Cli(["demo", "--devices", "1", "--interval", "0.2", "--json"]);
		await demo.event({ event: "reading", sequence: 3 });
		demo.signal("SIGINT");
		assert.equal(await demo.exit(), 0);
	});

	it("answers 130 to a Ctrl-C before its readings are done", async () => {
		const demo = new Cli(["demo", "--devices", "1", "--readings", "100000", "--interval", "0.2", "--json"]);
		await demo.event({ event: "reading" });
		demo.signal("SIGINT");
		assert.equal(await demo.exit(), 130);
	});

	it("ends quietly when the reader of its output is gone", async () => {
		const demo = new Cli(["demo", "--devices", "1", "--interval", "0.2", "--json"]);
		await demo.event({ event: "reading" });
		demo.closeStdout();
		assert.equal(await demo.exit(), 0);
		assert.equal(demo.stderr, "");
	});
});
