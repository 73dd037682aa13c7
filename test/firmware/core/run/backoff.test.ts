import assert from "node:assert/strict";
import fc from "fast-check";
import { backoffDelay, randomFraction } from "../../../../firmware/core/run/backoff.js";
import { defaultTimeouts } from "../../../../firmware/core/timeouts.js";
import type { Random } from "../../../../firmware/ports/random.js";

const settings = { minimumMs: 1000, baseMs: 2000, capMs: 120_000 };
const bytes = (...values: number[]): Random => ({
	fill: (target) => target.fill(0).map((_, index) => values[index] ?? 0),
});
const lowest = bytes(0, 0, 0, 0);
const highest = bytes(0xff, 0xff, 0xff, 0xff);
const middle = bytes(0x80, 0, 0, 0);

describe("backoff", () => {
	it("reaches from the minimum to twice as far at each attempt, up to the cap", () => {
		const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempt) => backoffDelay(settings, attempt, highest));
		assert.deepEqual(ceilings, [2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000, 120_000, 120_000]);
		for (const attempt of [1, 2, 8, 50]) assert.equal(backoffDelay(settings, attempt, lowest), 1000);
	});

	it("is uniform between: full jitter", () => {
		assert.equal(backoffDelay(settings, 1, middle), 1500);
		assert.equal(backoffDelay(settings, 7, middle), 60_500);
	});

	it("never leaves its bounds, and is whole milliseconds", () => {
		const anySettings = fc.record({
			minimumMs: fc.integer({ min: 0, max: 10_000 }),
			baseMs: fc.integer({ min: 1, max: 100_000 }),
			capMs: fc.integer({ min: 1, max: 1_000_000 }),
		});
		const attempt = fc.integer({ min: -5, max: 5000 });
		fc.assert(
			fc.property(anySettings, attempt, fc.uint8Array({ minLength: 4, maxLength: 4 }), (limits, tries, drawn) => {
				const delay = backoffDelay(limits, tries, bytes(...drawn));
				assert.ok(Number.isInteger(delay));
				assert.ok(delay >= limits.minimumMs);
				assert.ok(delay <= Math.max(limits.capMs, limits.minimumMs));
			}),
		);
	});

	it("asks AWS IoT for at most one CONNECT a second by default", () => {
		assert.ok(defaultTimeouts.backoff.minimumMs >= 1000);
		assert.ok(defaultTimeouts.provisioningBackoff.minimumMs >= 1000);
	});
});

describe("a random fraction", () => {
	it("is the four bytes drawn, as a fraction of 2^32, never 1", () => {
		assert.equal(randomFraction(lowest), 0);
		assert.equal(randomFraction(middle), 0.5);
		assert.equal(randomFraction(bytes(0, 0, 0, 1)), 1 / 2 ** 32);
		assert.equal(randomFraction(highest), (2 ** 32 - 1) / 2 ** 32);
	});
});
