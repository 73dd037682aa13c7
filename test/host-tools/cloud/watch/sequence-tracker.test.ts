import assert from "node:assert/strict";
import fc from "fast-check";
import { SequenceTracker } from "../../../../host-tools/cloud/watch/sequence-tracker.js";

/** A reading taken `second` seconds into the test. */
const reading = (sequence: number, second: number) => ({
	temperature: 20,
	sequence,
	timestamp: new Date(second * 1000).toISOString(),
});
const inOrder = { missed: 0, duplicate: false, restarted: false };

describe("SequenceTracker", () => {
	it("takes the first reading as it comes, whatever its number", () => {
		assert.deepEqual(new SequenceTracker().observe(reading(4711, 0)), inOrder);
	});

	it("counts the readings missed in a gap", () => {
		const tracker = new SequenceTracker();
		tracker.observe(reading(1, 1));
		assert.deepEqual(tracker.observe(reading(5, 5)), { ...inOrder, missed: 3 });
		assert.deepEqual(tracker.observe(reading(6, 6)), inOrder);
	});

	it("knows a reading it has seen", () => {
		const tracker = new SequenceTracker();
		tracker.observe(reading(1, 1));
		tracker.observe(reading(2, 2));
		assert.deepEqual(tracker.observe(reading(2, 2)), { ...inOrder, duplicate: true });
		assert.deepEqual(tracker.observe(reading(1, 1)), { ...inOrder, duplicate: true });
	});

	it("takes back a miss when the reading comes late", () => {
		const tracker = new SequenceTracker();
		tracker.observe(reading(1, 1));
		tracker.observe(reading(3, 3));
		assert.deepEqual(tracker.observe(reading(2, 2)), { ...inOrder, missed: -1 });
		assert.deepEqual(tracker.observe(reading(4, 4)), inOrder);
	});

	it("takes a lower number at a later time for a restart, not for a gap", () => {
		const tracker = new SequenceTracker();
		for (let count = 1; count <= 5; count += 1) tracker.observe(reading(count, count));
		assert.deepEqual(tracker.observe(reading(1, 10)), { ...inOrder, restarted: true });
		assert.deepEqual(tracker.observe(reading(2, 11)), inOrder);
	});

	it("does without timestamps", () => {
		const tracker = new SequenceTracker();
		const bare = (sequence: number) => ({ temperature: 20, sequence });
		tracker.observe(bare(7));
		tracker.observe(bare(8));
		assert.deepEqual(tracker.observe(bare(8)), { ...inOrder, duplicate: true });
		assert.deepEqual(tracker.observe(bare(1)), { ...inOrder, restarted: true });
		assert.deepEqual(tracker.observe(bare(2)), inOrder);
	});

	it("counts nothing in raw readings, which have no number", () => {
		const tracker = new SequenceTracker();
		assert.deepEqual(tracker.observe({ temperature: 20 }), inOrder);
		assert.deepEqual(tracker.observe({ temperature: 20 }), inOrder);
	});

	it("counts exactly what was lost of a stream", () => {
		const delivered = fc.array(fc.boolean(), { minLength: 2, maxLength: 200 });
		fc.assert(
			fc.property(delivered, (arrives) => {
				const received = arrives.flatMap((arrived, at) => (arrived ? [at] : []));
				const tracker = new SequenceTracker();
				const missed = received.reduce((sum, at) => sum + tracker.observe(reading(at, at)).missed, 0);
				const [first = 0, last = 0] = [received[0], received.at(-1)];
				assert.equal(missed, received.length === 0 ? 0 : last - first + 1 - received.length);
			}),
		);
	});
});
