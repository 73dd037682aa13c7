import assert from "node:assert/strict";
import fc from "fast-check";
import { points } from "../../../support/exhaustive.js";
import { ReadingsBench, type ReadingsBenchOptions } from "../../../support/readings-bench.js";

/** Offline, for long; a restart; online; offline again; catching up while more come; a restart that has to take over what is left. */
async function life(bench: ReadingsBench): Promise<void> {
	for (let count = 0; count < 20; count++) bench.add();
	if (bench.flash.dead) return;
	await bench.synchronize();
	for (let count = 0; count < 25; count++) {
		bench.add();
		bench.publish();
	}
	for (let count = 0; count < 6; count++) bench.add();
	for (let count = 0; count < 10; count++) {
		bench.add();
		bench.publish();
		bench.publish();
	}
}

/** The same without a cut: what is in flash is `stored`; nothing of it may be missing. */
function assertComplete(bench: ReadingsBench, context: string): void {
	bench.boot();
	bench.catchUp();
	const { dropped } = bench.readings;
	assert.deepEqual([bench.missing, dropped], [[], 0], context);
}

describe("a power cut among readings", function () {
	this.timeout(300_000);

	for (const [encrypted, climate] of [
		[false, false],
		[true, false],
		[true, true],
	] as const) {
		// What is measured besides takes as much room again.
		const options: ReadingsBenchOptions = { blocks: climate ? 16 : 8, encrypted, climate };
		const where = `${encrypted ? "on encrypted flash" : "on plain flash"}${climate ? ", with humidity and pressure" : ""}`;

		it(`at any byte written and within any erase, offline, online and catching up, loses and doubles none, ${where}`, async () => {
			const whole = new ReadingsBench(options);
			whole.boot(Number.MAX_SAFE_INTEGER);
			await life(whole);
			const { steps } = whole.flash;
			for (const cutAtStep of points(steps, 500)) {
				const bench = new ReadingsBench(options);
				bench.boot(cutAtStep);
				await life(bench);
				assert.ok(bench.flash.dead);
				// The run after the cut is cut as well, where it takes over what the first one left.
				bench.boot((cutAtStep % 400) + 1);
				bench.add();
				bench.add();
				assertComplete(bench, `cut at step ${cutAtStep} of ${steps}`);
			}
		});
	}

	it("again and again, in a full ring, drops none but the oldest", async () => {
		const step = fc.oneof(
			{
				weight: 8,
				arbitrary: fc.record({ kind: fc.constant("add" as const), count: fc.integer({ min: 1, max: 30 }) }),
			},
			{
				weight: 6,
				arbitrary: fc.record({ kind: fc.constant("publish" as const), count: fc.integer({ min: 1, max: 40 }) }),
			},
			{ weight: 2, arbitrary: fc.record({ kind: fc.constant("unacknowledged" as const), count: fc.constant(1) }) },
			{ weight: 2, arbitrary: fc.record({ kind: fc.constant("synchronize" as const), count: fc.constant(1) }) },
			{ weight: 2, arbitrary: fc.record({ kind: fc.constant("close" as const), count: fc.constant(1) }) },
			{
				weight: 5,
				arbitrary: fc.record({ kind: fc.constant("boot" as const), count: fc.integer({ min: 1, max: 900 }) }),
			},
		);
		const property = fc.asyncProperty(
			fc.array(step, { minLength: 5, maxLength: 80 }),
			fc.integer({ min: 3, max: 6 }),
			fc.boolean(),
			fc.boolean(),
			async (steps, blocks, encrypted, climate) => {
				const bench = new ReadingsBench({ blocks, encrypted, climate });
				for (const { kind, count } of steps) {
					if (kind === "boot" || bench.flash.dead) bench.boot(count);
					else if (kind === "synchronize") await bench.synchronize();
					else if (kind === "close") bench.readings.close();
					for (let done = 0; done < count; done++) {
						if (kind === "add") bench.add();
						else if (kind === "publish") bench.publish();
						else if (kind === "unacknowledged") bench.publish({ acknowledged: false });
					}
				}
				bench.boot();
				bench.add();
				bench.catchUp();
				const { stored, missing } = bench;
				// What may go missing went when the ring was full: at least one whole block, besides the newest, holds newer ones.
				const newest = stored.slice(Math.max(0, stored.length - (climate ? 3 : 7) * (blocks - 2)));
				assert.deepEqual(
					missing.filter((one) => newest.includes(one)),
					[],
				);
				assert.ok(bench.readings.dropped >= missing.length, `${bench.readings.dropped} counted of ${missing.length}`);
			},
		);
		await fc.assert(property, { numRuns: 500 });
	});
});
