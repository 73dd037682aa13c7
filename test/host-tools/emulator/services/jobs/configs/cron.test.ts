import assert from "node:assert/strict";
import fc from "fast-check";
import { nextTime, parseCron } from "../../../../../../host-tools/emulator/services/jobs/configs/cron.js";
import { refused } from "../../refused.js";

/** A Wednesday. */
const start = Date.UTC(2026, 10, 25, 10, 17, 30);
const next = (text: string, after = start) => {
	const time = nextTime(parseCron(text, "startTime"), after);
	return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

describe("Cron expressions of maintenance windows", () => {
	it("say when they are next", () => {
		assert.equal(next("cron(0 18 ? * MON *)"), "2026-11-30T18:00");
		assert.equal(next("cron(0 0 18 ? * MON *)"), "2026-11-30T18:00");
		assert.equal(next("cron(0 18 ? * 2 *)"), "2026-11-30T18:00");
		assert.equal(next("cron(*/20 * * * ? *)"), "2026-11-25T10:20");
		assert.equal(next("cron(15,45 8-11/2 ? * MON-FRI *)"), "2026-11-25T10:45");
		assert.equal(next("cron(0 0 1 JAN,jul ? *)"), "2027-01-01T00:00");
		assert.equal(next("cron(0 0 29 2 ? *)"), "2028-02-29T00:00");
		assert.equal(next("cron(30 3 1 * ? 2030)"), "2030-01-01T03:30");
		assert.equal(next("cron(0 0 1 1 ? 2020)"), undefined);
	});

	it("are strictly later than the time they are asked for", () => {
		assert.equal(next("cron(0 18 * * ? *)", Date.UTC(2026, 0, 1, 18)), "2026-01-02T18:00");
	});

	it("that nobody understands are refused", () => {
		for (const text of [
			"",
			"cron()",
			"0 18 ? * MON *",
			"cron(60 0 ? * MON *)",
			"cron(0 0 L * ? *)",
			"cron(5 0 18 ? * MON *)",
		]) {
			assert.throws(() => parseCron(text, "startTime"), refused("InvalidRequestException", 400, /^startTime /), text);
		}
		for (const text of ["cron(0 0 ? * FRI-MON *)", "cron(1-0 0 * * ? *)", "cron(0/0 0 * * ? *)", "cron(a 0 * * ? *)"]) {
			assert.throws(() => parseCron(text, "startTime"), refused("InvalidRequestException", 400), text);
		}
	});

	it("never hang and never throw anything else, whatever they are", () => {
		const field = fc.oneof(fc.constantFrom("*", "?", "*/5", "1-3", "MON", "L", "0", "31"), fc.string({ maxLength: 6 }));
		fc.assert(
			fc.property(fc.array(field, { minLength: 4, maxLength: 8 }), (fields) => {
				try {
					nextTime(parseCron(`cron(${fields.join(" ")})`, "startTime"), start);
				} catch (error) {
					refused("InvalidRequestException", 400)(error);
				}
			}),
			{ numRuns: 300 },
		);
	});
});
