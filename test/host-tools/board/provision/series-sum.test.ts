import assert from "node:assert/strict";
import { SeriesSum } from "../../../../host-tools/board/provision/series-sum.js";

describe("the sum of a series", () => {
	it("says how many of how many are done, and how long the rest takes at this pace", () => {
		let now = 0;
		const sum = new SeriesSum(10, 20, () => now);
		const left = () => sum.counts.secondsLeft;
		assert.deepEqual(sum.counts, { done: 10, count: 20, provisioned: 0, failed: 0, skipped: 0 });
		now = 60_000;
		sum.add("a", false);
		assert.equal(left(), 9 * 60);
		now = 90_000;
		sum.failed += 1;
		sum.add("b", false);
		assert.deepEqual(sum.counts, { done: 12, count: 20, provisioned: 2, failed: 1, skipped: 0, secondsLeft: 8 * 45 });
	});

	it("counts a board once, and one that was done before not at all", () => {
		const sum = new SeriesSum(1, 2);
		assert.deepEqual([sum.add("old", true), sum.add("new", false), sum.add("new", false)], [false, true, false]);
		assert.deepEqual([sum.isComplete, sum.counts.done, sum.counts.skipped], [true, 2, 2]);
		assert.equal(sum.counts.secondsLeft, undefined);
	});

	it("has no end without a count", () => {
		const sum = new SeriesSum(0, undefined);
		sum.add("a", false);
		assert.equal(sum.isComplete, false);
		assert.deepEqual(sum.counts, { done: 1, provisioned: 1, failed: 0, skipped: 0 });
	});
});
