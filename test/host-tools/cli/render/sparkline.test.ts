import assert from "node:assert/strict";
import fc from "fast-check";
import { sparkline } from "../../../../host-tools/cli/render/sparkline.js";

describe("sparkline", () => {
	it("draws the least value lowest and the greatest highest", () => {
		assert.equal(sparkline([15, 30, 22.5], 10, { least: 15, greatest: 30 }), "▁█▅");
	});

	it("draws small changes small", () => {
		assert.equal(sparkline([20, 20.1, 20], 10, { least: 20, greatest: 20.1 }, 1), "▁▂▁");
	});

	it("keeps its scale when the values at its ends are not shown any more", () => {
		assert.equal(sparkline([15, 15, 15], 10, { least: 0, greatest: 30 }), "▅▅▅");
	});

	it("keeps the newest values", () => {
		assert.equal(sparkline([0, 0, 0, 10], 2, { least: 0, greatest: 10 }), "▁█");
	});

	it("has a character for each value, up to the width", () => {
		const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 50 });
		fc.assert(
			fc.property(values, fc.nat(60), (temperatures, width) => {
				const drawn = [...sparkline(temperatures, width, { least: -100, greatest: 100 })];
				assert.equal(drawn.length, Math.min(temperatures.length, width));
				assert.ok(drawn.every((bar) => "▁▂▃▄▅▆▇█".includes(bar)));
			}),
		);
	});
});
