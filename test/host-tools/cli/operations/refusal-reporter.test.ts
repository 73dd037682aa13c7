import assert from "node:assert/strict";
import {
	RefusalReporter,
	type RefusedEvent,
	type RefusedMoreEvent,
} from "../../../../host-tools/cli/operations/refusal-reporter.js";

const refusal = {
	time: "2026-11-28T00:00:00.000Z",
	plane: "publish",
	code: "policy-denied",
	reason: "no statement allows it",
};

describe("RefusalReporter", () => {
	it("reports who was refused what and why, and sums a flood up", () => {
		const events: (RefusedEvent | RefusedMoreEvent)[] = [];
		const reporter = new RefusalReporter((event) => void events.push(event));
		reporter.report({ ...refusal, clientId: "thing-1", certificateId: "abc", target: "a/b" });
		for (let index = 0; index < 1_000; index += 1) {
			reporter.report({ ...refusal, certificateId: "abc" });
			reporter.report({ ...refusal, clientId: `client-${index}` });
		}
		const told = { plane: "publish", code: "policy-denied", reason: "no statement allows it" };
		assert.deepEqual(events[0], { event: "refused", device: "thing-1", target: "a/b", ...told });
		assert.deepEqual(events[1], { event: "refused", device: "abc", target: undefined, ...told });
		assert.equal(events.length, 5);
		assert.ok(events.slice(2).every((event) => "device" in event && /^client-[012]$/.test(event.device ?? "")));
		reporter.close();
		assert.deepEqual(events.slice(5), [{ event: "refused-more", count: 1996 }]);
		reporter.report(refusal);
		assert.equal(events.length, 7);
		reporter.close();
		reporter.close();
		assert.equal(events.length, 7);
	});
});
