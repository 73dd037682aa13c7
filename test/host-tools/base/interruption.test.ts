import assert from "node:assert/strict";
import { interruptible, pause, untilAborted, withDeadline } from "../../../host-tools/base/interruption.js";
import { ToolError } from "../../../host-tools/base/tool-error.js";

const never = new Promise<never>(() => {});

describe("work that cannot be told to end", () => {
	it("is not waited for once the signal aborts, and not begun after", async () => {
		const stop = new AbortController();
		const waiting = interruptible(() => never, stop.signal);
		stop.abort();
		await assert.rejects(waiting, { code: "interrupted" });
		let begun = false;
		const late = interruptible(async () => {
			begun = true;
		}, stop.signal);
		await assert.rejects(late, { code: "interrupted" });
		assert.equal(begun, false);
	});

	it("gives what it gives, and rejects as it rejects", async () => {
		const { signal } = new AbortController();
		assert.equal(await interruptible(async () => 7, signal), 7);
		const error = new ToolError("aws-refused", "no");
		await assert.rejects(
			interruptible(() => Promise.reject(error), signal),
			error,
		);
	});
});

describe("work that has a grace", () => {
	it("may still give what it gives after the signal aborted, and no later", async () => {
		const stop = new AbortController();
		let finish: (value: number) => void = () => undefined;
		const work = new Promise<number>((resolve) => {
			finish = resolve;
		});
		const inTime = interruptible(() => work, stop.signal, 3_600_000);
		const late = interruptible(() => never, stop.signal, 1);
		stop.abort();
		finish(7);
		assert.equal(await inTime, 7);
		await assert.rejects(late, { code: "interrupted" });
	});
});

describe("work with a deadline", () => {
	it("gives what it gives, and rejects as it rejects", async () => {
		const late = () => new Error("late");
		assert.equal(await withDeadline(async () => 7, 3_600_000, late), 7);
		const failing = () => Promise.reject(new Error("no"));
		await assert.rejects(withDeadline(failing, 3_600_000, late), { message: "no" });
	});

	it("is not waited for when it is late", async () => {
		await assert.rejects(
			withDeadline(
				() => never,
				1,
				() => new Error("late"),
			),
			{ message: "late" },
		);
	});
});

describe("waiting", () => {
	it("is over when the time is, or at once with interrupted when the signal aborts", async () => {
		const stop = new AbortController();
		await pause(1, stop.signal);
		const long = pause(3_600_000, stop.signal);
		stop.abort();
		await assert.rejects(long, { code: "interrupted" });
		await assert.rejects(pause(3_600_000, stop.signal), { code: "interrupted" });
	});

	it("for the signal itself ends when it aborts, and at once when it has", async () => {
		const stop = new AbortController();
		const waiting = untilAborted(stop.signal);
		stop.abort();
		await waiting;
		await untilAborted(stop.signal);
	});
});
