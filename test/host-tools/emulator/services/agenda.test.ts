import assert from "node:assert/strict";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { Agenda } from "../../../../host-tools/emulator/services/agenda.js";

describe("Agenda", () => {
	let clock: EmulatorClock;
	let done: string[];
	let fail: Error | undefined;
	let agenda: Agenda;
	const start = () => clock.now();
	beforeEach(() => {
		clock = new EmulatorClock();
		done = [];
		fail = undefined;
		agenda = new Agenda(clock, (entry) => {
			if (fail !== undefined) throw fail;
			done.push(entry);
			return 1;
		});
	});
	afterEach(() => {
		agenda.close();
		clock.close();
	});

	it("performs what is due, the oldest first, each once", () => {
		const now = start();
		agenda.set("c", now + 90_000);
		agenda.set("a", now + 30_000);
		agenda.set("b", now + 60_000);
		clock.advance(60_000);
		assert.deepEqual(done, ["a", "b"]);
		clock.advance(30_000);
		assert.deepEqual(done, ["a", "b", "c"]);
	});

	it("goes by the last time that was said, and by none after it was taken back", () => {
		const now = start();
		agenda.set("a", now + 30_000);
		agenda.set("a", now + 90_000);
		agenda.set("b", now + 30_000);
		agenda.set("b", undefined);
		clock.advance(60_000);
		assert.deepEqual(done, []);
		clock.advance(30_000);
		assert.deepEqual(done, ["a"]);
	});

	it("tries again what failed, and hides no fault of ours", () => {
		agenda.set("a", start() + 30_000);
		fail = new Error("the disk is full");
		clock.advance(30_000);
		fail = undefined;
		clock.advance(2_000);
		assert.deepEqual(done, ["a"]);
		agenda.set("b", start() + 30_000);
		fail = new TypeError("a fault");
		assert.throws(() => clock.advance(30_000), TypeError);
	});

	it("does so much in one turn and no more, and settles the clock when all is done", async () => {
		const entries = Array.from({ length: 1200 }, (_, index) => `e${String(index).padStart(4, "0")}`);
		for (const entry of entries) agenda.set(entry, start() + 30_000);
		clock.advance(60_000);
		assert.equal(done.length, 250);
		let turns = 0;
		const count = () => {
			turns += 1;
			if (done.length < entries.length) setImmediate(count);
		};
		setImmediate(count);
		await clock.settled();
		assert.deepEqual(done, entries);
		assert.ok(turns >= 4, `${turns} turns`);
	});

	it("does nothing any more once it is closed", () => {
		agenda.set("a", start() + 30_000);
		agenda.close();
		clock.advance(60_000);
		assert.deepEqual(done, []);
	});
});
