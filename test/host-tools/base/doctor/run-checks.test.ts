import assert from "node:assert/strict";
import { type Check, type CheckedEvent, fail, ok } from "../../../../host-tools/base/doctor/check.js";
import { Found } from "../../../../host-tools/base/doctor/found.js";
import { runChecks } from "../../../../host-tools/base/doctor/run-checks.js";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { within } from "../../../support/deadline.js";

const never = () => new Promise<never>(() => undefined);

function check(name: string, run: Check["run"], more: Partial<Check> = {}): Check {
	return { check: name, area: "machine", deadlineMs: 60_000, run, ...more };
}

async function results(checks: readonly Check[]): Promise<readonly CheckedEvent[]> {
	const { signal } = new AbortController();
	const reported: CheckedEvent[] = [];
	const done = await within(runChecks(checks, { emit: (event) => void reported.push(event), signal }), "the checks");
	assert.deepEqual(done, reported);
	return done;
}

describe("runChecks", () => {
	it("reports all in the order of the list, whatever becomes of each", async () => {
		const done = await results([
			check("good", async () => ok("fine", { number: 1 })),
			check("bad", async () => fail("broken", "it is broken", "mend it")),
			check("thrown", async () => {
				throw new ToolError("port-busy", "it is taken", { next: "wait" });
			}),
			check("refused", () => Promise.reject(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }))),
			check("odd", () => Promise.reject(new Error("what?"))),
			check("hanging", never, { deadlineMs: 5 }),
		]);
		assert.deepEqual(
			done.map(({ check, status, code }) => [check, status, code]),
			[
				["good", "ok", undefined],
				["bad", "fail", "broken"],
				["thrown", "fail", "port-busy"],
				["refused", "fail", "endpoint-unreachable"],
				["odd", "fail", "internal"],
				["hanging", "fail", "timeout"],
			],
		);
		for (const { status, next } of done) assert.equal(status === "ok", next === undefined);
		assert.deepEqual(done[0]?.facts, { number: 1 });
	});

	it("runs them side by side: each of two that wait for the other's start gets to its end", async () => {
		const [first, second] = [new Found<true>(), new Found<true>()];
		const meet = (mine: Found<true>, other: Found<true>) => async () => {
			mine.give(true);
			await other.settled;
			return ok("met");
		};
		const done = await results([check("a", meet(first, second)), check("b", meet(second, first))]);
		assert.deepEqual(
			done.map(({ status }) => status),
			["ok", "ok"],
		);
	});

	it("runs one that needs another after it, also where that fails, hangs or gives nothing", async () => {
		for (const run of [never, () => Promise.reject(new Error("no")), async () => ok("nothing")]) {
			const found = new Found<string>();
			const needing = check("needing", async () => ok(found.value ?? "without"), { needs: [found] });
			const [, second] = await results([check("giving", run, { gives: [found], deadlineMs: 5 }), needing]);
			assert.equal(second?.message, "without");
		}
		const found = new Found<string>();
		const giving = check(
			"giving",
			async () => {
				found.give("value");
				return ok("");
			},
			{ gives: [found] },
		);
		const needing = check("needing", async () => ok(found.value ?? "without"), { needs: [found] });
		assert.equal((await results([needing, giving]))[0]?.message, "value");
	});

	it("tells a check that nobody waits any more", async () => {
		let told = false;
		await results([
			check(
				"late",
				(signal) => {
					signal.addEventListener("abort", () => {
						told = true;
					});
					return never();
				},
				{ deadlineMs: 5 },
			),
		]);
		assert.ok(told);
	});

	it("ends with `interrupted` at the signal, and tells every check", async () => {
		const stop = new AbortController();
		const told: string[] = [];
		const waiting = (name: string) =>
			check(name, (signal) => {
				signal.addEventListener("abort", () => told.push(name));
				if (name === "b") setImmediate(() => stop.abort());
				return never();
			});
		const running = runChecks([waiting("a"), waiting("b")], { emit: () => assert.fail(), signal: stop.signal });
		await assert.rejects(within(running, "the end"), { code: "interrupted" });
		assert.deepEqual(told, ["a", "b"]);
	});

	it("begins no check any more once it was interrupted", async () => {
		const stop = new AbortController();
		const found = new Found<true>();
		let begun = false;
		const needing = check(
			"needing",
			async () => {
				begun = true;
				return ok("");
			},
			{ needs: [found] },
		);
		const running = runChecks([needing], { emit: () => assert.fail(), signal: stop.signal });
		stop.abort();
		await assert.rejects(running, { code: "interrupted" });
		found.close();
		// Whatever a promise of the check would still do, it has done by then; one that nobody hears would end the tests.
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(begun, false);
	});
});
