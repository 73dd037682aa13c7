import assert from "node:assert/strict";
import fc from "fast-check";
import {
	checkSchedule,
	daysOfWeek,
	nextRun,
} from "../../../../../../host-tools/emulator/services/defender/audit/audit-schedule.js";

const at = (text: string) => Date.parse(text);
const day = (milliseconds: number) => new Date(milliseconds).toISOString();

describe("nextRun()", () => {
	it("takes the last day of a month that has no such day", () => {
		const monthly = checkSchedule({ frequency: "MONTHLY", dayOfMonth: "31" });
		assert.equal(day(nextRun(monthly, at("2027-02-10"), undefined)), "2027-02-28T00:00:00.000Z");
		const last = checkSchedule({ frequency: "MONTHLY", dayOfMonth: "LAST" });
		assert.equal(day(nextRun(last, at("2028-02-29T01:00:00Z"), undefined)), "2028-03-31T00:00:00.000Z");
	});

	it("leaves a week out every two weeks", () => {
		const biweekly = checkSchedule({ frequency: "BIWEEKLY", dayOfWeek: "MON" });
		const first = nextRun(biweekly, at("2026-11-28T12:00:00Z"), undefined);
		assert.equal(day(first), "2026-11-30T00:00:00.000Z");
		assert.equal(day(nextRun(biweekly, first, first)), "2026-12-14T00:00:00.000Z");
	});

	it("is always in the future, on the day that was asked for", () => {
		const instant = fc.integer({ min: 0, max: at("2100-01-01") });
		fc.assert(
			fc.property(instant, fc.constantFrom(...daysOfWeek), (now, dayOfWeek) => {
				const next = nextRun({ frequency: "WEEKLY", dayOfWeek }, now, undefined);
				assert.ok(next > now && next <= now + 7 * 24 * 3600 * 1000);
				assert.equal(daysOfWeek[new Date(next).getUTCDay()], dayOfWeek);
			}),
		);
	});
});
