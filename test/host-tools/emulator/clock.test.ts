import assert from "node:assert/strict";
import fc from "fast-check";
import { EmulatorClock } from "../../../host-tools/emulator/clock.js";

describe("EmulatorClock", () => {
	it("runs what becomes due, in order of time and then of adding, and nothing that was cancelled", () => {
		const job = fc.record({ after: fc.integer({ min: 0, max: 20 }), isCancelled: fc.boolean() });
		fc.assert(
			fc.property(fc.array(job, { maxLength: 300 }), fc.array(fc.integer({ min: 0, max: 8 })), (jobs, steps) => {
				const clock = new EmulatorClock();
				const start = clock.now() + 1_000_000;
				const ran: number[] = [];
				const cancels = jobs.map(({ after }, index) => clock.at(start + after * 1000, () => ran.push(index)));
				for (const [index, { isCancelled }] of jobs.entries()) if (isCancelled) cancels[index]?.();
				clock.advance(1_000_000);
				const expected = () => {
					const now = clock.now() - start;
					return jobs
						.map(({ after, isCancelled }, index) => ({ at: after * 1000, isCancelled, index }))
						.filter(({ at, isCancelled }) => !isCancelled && at <= now)
						.sort((a, b) => a.at - b.at || a.index - b.index)
						.map(({ index }) => index);
				};
				for (const step of steps) {
					clock.advance(step * 1000);
					assert.deepEqual(ran, expected());
				}
				clock.close();
			}),
		);
	});

	it("runs no job that another one of the same moment cancels, and later what is added meanwhile", () => {
		const clock = new EmulatorClock();
		const ran: string[] = [];
		const at = clock.now() + 1000;
		let cancelSecond = () => {};
		clock.at(at, () => {
			ran.push("first");
			cancelSecond();
			clock.at(at, () => ran.push("added"));
		});
		cancelSecond = clock.at(at, () => ran.push("second"));
		clock.advance(1000);
		assert.deepEqual(ran, ["first"]);
		clock.advance(0);
		assert.deepEqual(ran, ["first", "added"]);
		clock.close();
	});

	it("keeps the time of the host", async () => {
		const clock = new EmulatorClock();
		const far = clock.at(clock.now() + 2 ** 40, () => assert.fail("too early"));
		await new Promise<void>((resolve) => clock.at(clock.now() + 5, resolve));
		far();
		clock.close();
		clock.at(0, () => assert.fail("it is closed"));
	});

	it("takes 20,000 jobs and cancels them, which would take minutes if each looked at the others", () => {
		const clock = new EmulatorClock();
		const cancels = Array.from({ length: 20_000 }, (_, n) => clock.at(clock.now() + 3_600_000 + n, () => {}));
		for (const cancel of cancels) cancel();
		clock.close();
	});
});
