import assert from "node:assert/strict";
import { lightPatterns, StatusLight } from "../../../../firmware/core/indicators/status-light.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";

function open() {
	const time = new VirtualTime();
	const seen: string[] = [];
	const note = (what: string) => seen.push(`${time.ticks()} ${what}`);
	const light = new StatusLight({ set: (on) => note(on ? "on" : "off"), close: () => note("close") }, time);
	return { time, seen, light };
}

describe("StatusLight", () => {
	it("shows a state's pattern again and again", () => {
		const { time, seen, light } = open();
		light.show("provisioning");
		time.run(1500);
		assert.deepEqual(seen, ["0 on", "100 off", "300 on", "400 off", "1300 on", "1400 off"]);
		assert.equal(time.pending, 1);
	});

	it("begins a new state's pattern at once, and keeps nothing of the old one", () => {
		const { time, seen, light } = open();
		light.show("unclaimed");
		time.run(500);
		light.show("failed");
		time.run(250);
		assert.deepEqual(seen, ["0 on", "500 on", "600 off", "700 on"]);
		assert.equal(time.pending, 1);
	});

	it("stays on while the button is held, and goes on afterwards", () => {
		const { time, seen, light } = open();
		light.showHeld();
		time.run(60_000);
		assert.deepEqual(seen, ["0 on"]);
		assert.equal(time.pending, 0);
		light.show("online");
		time.run(60);
		assert.deepEqual(seen, ["0 on", "60000 on", "60050 off"]);
	});

	it("ends dark, with nothing left running, and may be closed twice", () => {
		const { time, seen, light } = open();
		light.show("connecting");
		light.close();
		light.close();
		light.show("failed");
		time.run(10_000);
		assert.deepEqual(seen, ["0 on", "0 close"]);
		assert.equal(time.pending, 0);
	});

	it("has a pattern of its own for every state, dark at its end", () => {
		const patterns = Object.values(lightPatterns);
		assert.equal(new Set(patterns.map((pattern) => pattern.join())).size, patterns.length);
		for (const pattern of patterns) {
			assert.equal(pattern.length % 2, 0);
			assert.ok(pattern.every((ms) => Number.isInteger(ms) && ms >= 50));
		}
	});
});
