import assert from "node:assert/strict";
import type { Clock } from "../../firmware/ports/clock.js";
import type { Timer } from "../../firmware/ports/timer.js";

export interface TimeBench {
	readonly timer: Timer;
	readonly clock: Clock;
	/** Lets at least that much time pass. */
	pass(milliseconds: number): Promise<void>;
	/** What is done with the error a callback throws: it must reach the developer, and must not reach the caller of others. */
	errorOf(act: () => void): Promise<unknown>;
}

/** Host timers may be early by less than this, ms. */
const tolerance = 2;

export function describeTimer(name: string, open: () => TimeBench): void {
	describe(`timer: ${name}`, () => {
		it("calls back once, not synchronously, and not before the time has come", async () => {
			const { timer, clock, pass } = open();
			const calls: number[] = [];
			const start = clock.ticks();
			timer.after(20, () => calls.push(clock.ticks() - start));
			timer.after(0, () => calls.push(0));
			assert.equal(calls.length, 0);
			await pass(60);
			const [soon, later, ...more] = calls;
			assert.deepEqual([soon, more], [0, []]);
			assert.ok(later !== undefined && later >= 20 - tolerance, `${later} ms`);
		});

		it("calls back in the order of the deadlines", async () => {
			const { timer, pass } = open();
			const order: number[] = [];
			for (const delay of [40, 1, 20]) timer.after(delay, () => order.push(delay));
			await pass(80);
			assert.deepEqual(order, [1, 20, 40]);
		});

		it("does not call back once cancelled; cancelling again, or too late, does nothing", async () => {
			const { timer, pass } = open();
			let calls = 0;
			const cancelled = timer.after(5, () => {
				calls += 100;
			});
			const fired = timer.after(5, () => {
				calls += 1;
			});
			cancelled();
			cancelled();
			await pass(30);
			fired();
			cancelled();
			assert.equal(calls, 1);
		});

		it("may be set and cancelled from within a callback", async () => {
			const { timer, pass } = open();
			const calls: string[] = [];
			const victim = timer.after(15, () => calls.push("victim"));
			timer.after(1, () => {
				calls.push("first");
				victim();
				timer.after(1, () => calls.push("second"));
			});
			await pass(50);
			assert.deepEqual(calls, ["first", "second"]);
		});

		it("survives a callback that throws, without hiding the error", async () => {
			const bench = open();
			const failure = new Error("a callback failed");
			const seen = await bench.errorOf(() => {
				bench.timer.after(1, () => {
					throw failure;
				});
			});
			assert.equal((seen as Error).message, failure.message);
			let called = false;
			bench.timer.after(1, () => {
				called = true;
			});
			await bench.pass(20);
			assert.ok(called);
		});
	});
}

export function describeClock(name: string, open: () => TimeBench): void {
	describe(`clock: ${name}`, () => {
		it("has ticks that go on by what passes, whatever happens to the wall clock", async () => {
			const { clock, pass } = open();
			const before = clock.ticks();
			await pass(20);
			const between = clock.ticks();
			assert.ok(between - before >= 20 - tolerance, `${between - before} ms`);
			await clock.synchronize(["time.test"]);
			assert.ok(clock.ticks() >= between);
		});

		it("tells the time in ms since 1970 once it is synchronized, and may be synchronized again", async () => {
			const { clock, pass } = open();
			await clock.synchronize(["time.test"]);
			const before = clock.now();
			assert.ok(before > Date.UTC(2025, 0, 1) && before < Date.UTC(2100, 0, 1));
			await pass(20);
			await clock.synchronize(["time.test"]);
			assert.ok(clock.now() - before >= 20 - tolerance);
		});
	});
}
