import assert from "node:assert/strict";
import fc from "fast-check";
import { conforms, statisticOf } from "../../../../../../host-tools/emulator/services/defender/detect/conformity.js";

describe("conforms()", () => {
	const is = (actual: object, comparisonOperator: string, value: object) =>
		conforms(actual, { comparisonOperator, value });

	it("compares numbers as the operator says", () => {
		assert.equal(is({ count: 5 }, "less-than", { count: 5 }), false);
		assert.equal(is({ count: 5 }, "less-than-equals", { count: 5 }), true);
		assert.equal(is({ number: 5 }, "greater-than", { number: 5 }), false);
		assert.equal(is({ number: 5 }, "greater-than-equals", { number: 5 }), true);
	});

	it("looks for all, or none, in a set; nothing conforms to either", () => {
		const cidrs = ["192.0.2.0/24", "2001:db8::/32"];
		assert.equal(is({ cidrs: ["192.0.2.9", "2001:db8::1"] }, "in-cidr-set", { cidrs }), true);
		assert.equal(is({ cidrs: ["192.0.2.9", "198.51.100.1"] }, "in-cidr-set", { cidrs }), false);
		assert.equal(is({ cidrs: ["198.51.100.1"] }, "not-in-cidr-set", { cidrs }), true);
		assert.equal(is({ ports: [22, 80] }, "in-port-set", { ports: [22] }), false);
		assert.equal(is({ ports: [80] }, "not-in-port-set", { ports: [22] }), true);
		assert.equal(is({ strings: ["a"] }, "in-set", { strings: ["a", "b"] }), true);
		assert.equal(is({ strings: [] }, "in-set", { strings: ["a"] }), true);
		assert.equal(is({ strings: [] }, "not-in-set", { strings: ["a"] }), true);
	});

	it("compares with a statistic where there is one", () => {
		const criteria = { comparisonOperator: "less-than-equals", statisticalThreshold: { statistic: "p90" } };
		assert.equal(conforms({ count: 10 }, criteria, 9), false);
		assert.equal(conforms({ count: 9 }, criteria, 9), true);
	});
});

describe("statisticOf()", () => {
	it("is one of the numbers, between the least and the greatest", () => {
		const numbers = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 });
		const statistics = fc.constantFrom("p0", "p0.1", "p50", "p90", "p99.9", "p100");
		fc.assert(
			fc.property(numbers, statistics, (all, statistic) => {
				const value = statisticOf(statistic, all) ?? -1;
				assert.ok(all.includes(value));
				if (statistic === "p0") assert.equal(value, Math.min(...all));
				if (statistic === "p100") assert.equal(value, Math.max(...all));
			}),
		);
	});

	it("has an average, and nothing for nothing", () => {
		assert.equal(statisticOf("Average", [1, 2, 6]), 3);
		assert.equal(statisticOf("p50", []), undefined);
	});
});
