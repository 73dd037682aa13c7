import assert from "node:assert/strict";
import { settled } from "../../../../host-tools/cloud/apply/settled.js";
import { SteppingClock } from "../../../fakes/stepping-clock.js";

const { signal } = new AbortController();

describe("settled", () => {
	it("looks every second until there is something to see", async () => {
		const clock = new SteppingClock();
		const answers = [undefined, undefined, "ACTIVE"];
		assert.equal(await settled("the table", async () => answers.shift(), { signal, clock }), "ACTIVE");
		assert.deepEqual(clock.slept, [1000, 1000]);
	});

	it("gives up after three minutes, and says of what", async () => {
		const clock = new SteppingClock();
		const never = settled("the table events", async () => undefined, { signal, clock });
		await assert.rejects(never, { code: "timeout", message: "AWS has not finished the table events within 180 s" });
		assert.equal(clock.now(), 180_000);
	});

	it("rejects with what looking threw", async () => {
		const failing = settled("x", () => Promise.reject(new Error("gone")), { signal, clock: new SteppingClock() });
		await assert.rejects(failing, { message: "gone" });
	});
});
