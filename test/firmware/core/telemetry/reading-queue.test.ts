import assert from "node:assert/strict";
import fc from "fast-check";
import type { StoredReading } from "../../../../firmware/core/telemetry/reading.js";
import { ReadingQueue } from "../../../../firmware/core/telemetry/reading-queue.js";

const reading = (sequence: number): StoredReading => ({ hundredths: 2000, sequence, base: "run", time: 0 });

describe("the queue of readings", () => {
	it("gives the oldest first, and the same until a later one is asked for", () => {
		const queue = new ReadingQueue(3);
		assert.equal(queue.after(0), undefined);
		const [first, second] = [reading(1), reading(2)];
		queue.add(first);
		queue.add(second);
		assert.deepEqual([queue.after(0), queue.after(0)], [first, first]);
		assert.equal(queue.after(1), second);
	});

	it("keeps the newest of what was added, in order, whatever happens", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 60 }), (limit, steps) => {
				const queue = new ReadingQueue(limit);
				let model: StoredReading[] = [];
				let settled = 0;
				for (const [index, adds] of steps.entries()) {
					if (adds) {
						const added = reading(index + 1);
						model = [...model, added].slice(-limit);
						queue.add(added);
					} else if (model[0]) {
						settled = model[0].sequence;
						model = model.slice(1);
					}
					assert.equal(queue.after(settled), model[0]);
				}
			}),
		);
	});

	it("drops the oldest when its limit gets smaller", () => {
		const queue = new ReadingQueue(3);
		for (const sequence of [1, 2, 3]) queue.add(reading(sequence));
		queue.limit = 1;
		assert.equal(queue.after(0)?.sequence, 3);
	});
});
