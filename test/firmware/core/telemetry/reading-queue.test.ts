import assert from "node:assert/strict";
import fc from "fast-check";
import type { Reading } from "../../../../firmware/core/telemetry/reading.js";
import { ReadingQueue } from "../../../../firmware/core/telemetry/reading-queue.js";

const reading = (sequence: number): Reading => ({ temperature: 20, sequence, ticks: 0 });

describe("the queue of readings", () => {
	it("gives the oldest first, and the same until it is removed", () => {
		const queue = new ReadingQueue(3);
		assert.equal(queue.head, undefined);
		const [first, second] = [reading(1), reading(2)];
		queue.add(first);
		queue.add(second);
		assert.deepEqual([queue.head, queue.head], [first, first]);
		queue.remove(first);
		assert.equal(queue.head, second);
	});

	it("keeps the newest of what was added, in order, and counts the rest, whatever happens", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 60 }), (limit, steps) => {
				const queue = new ReadingQueue(limit);
				let model: Reading[] = [];
				let dropped = 0;
				for (const [sequence, adds] of steps.entries()) {
					if (adds) {
						const added = reading(sequence);
						model.push(added);
						const full = model.length > limit;
						assert.equal(queue.add(added), full);
						if (full) dropped += 1;
						model = model.slice(-limit);
					} else if (model[0]) {
						queue.remove(model[0]);
						model = model.slice(1);
					}
					assert.equal(queue.head, model[0]);
					assert.equal(queue.dropped, dropped);
				}
			}),
		);
	});

	it("does not mind that what is acknowledged was dropped meanwhile", () => {
		const queue = new ReadingQueue(1);
		const [first, second] = [reading(1), reading(2)];
		queue.add(first);
		queue.add(second);
		queue.remove(first);
		assert.equal(queue.head, second);
	});
});
