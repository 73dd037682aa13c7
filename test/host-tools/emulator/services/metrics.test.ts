import assert from "node:assert/strict";
import { MetricCounts } from "../../../../host-tools/emulator/services/metrics.js";

describe("MetricCounts", () => {
	it("counts by name and dimensions, whatever their order", () => {
		const metrics = new MetricCounts();
		metrics.count("Success", { RuleName: "r", ActionType: "Lambda" });
		metrics.count("Success", { ActionType: "Lambda", RuleName: "r" }, 2.5);
		metrics.count("Success");
		assert.deepEqual(metrics.snapshot(), [
			{ name: "Success", dimensions: { RuleName: "r", ActionType: "Lambda" }, count: 2, sum: 3.5 },
			{ name: "Success", dimensions: {}, count: 1, sum: 1 },
		]);
	});

	it("keeps a bounded number of series", () => {
		const metrics = new MetricCounts();
		for (let n = 0; n < 20_000; n++) metrics.count(`m${n}`);
		metrics.count("m0");
		assert.equal(metrics.snapshot().length, 10_000);
		assert.equal(metrics.snapshot()[0]?.count, 2);
	});
});
