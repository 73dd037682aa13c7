import assert from "node:assert/strict";
import { Scope } from "../../../firmware/core/scope.js";
import { DeviceError } from "../../../firmware/ports/errors.js";
import { VirtualTime } from "../../fakes/virtual-time.js";
import { settle } from "../../support/fake-device.js";

const never = () => new Promise<never>(() => {});

describe("a scope", () => {
	it("ends its children, and is not ended by them", () => {
		const parent = new Scope(new VirtualTime());
		const closed: string[] = [];
		const [first, second] = [parent.child(), parent.child()];
		first.own(() => closed.push("first"));
		second.own(() => closed.push("second"));
		first.close();
		first.close();
		assert.deepEqual([closed, parent.closed], [["first"], false]);
		parent.close();
		assert.deepEqual([closed, second.closed], [["first", "second"], true]);
		assert.equal(parent.child().closed, true, "a child of what has ended has ended");
	});

	it("rejects a wait with timeout at its deadline, not before, and names what was waited for", async () => {
		const time = new VirtualTime();
		const errors: unknown[] = [];
		new Scope(time).within(never(), 1000, "the moon").catch((error) => errors.push(error));
		time.step(999);
		await settle();
		assert.equal(errors.length, 0);
		time.step(1);
		await settle();
		const [error] = errors;
		assert.ok(error instanceof DeviceError);
		assert.equal(error.code, "timeout");
		assert.match(error.message, /1000 ms.*the moon/);
		assert.equal(time.pending, 0);
	});

	it("settles as the promise does when that is in time, and forgets the deadline", async () => {
		const time = new VirtualTime();
		const scope = new Scope(time);
		assert.equal(await scope.within(Promise.resolve(7), 1000, "seven"), 7);
		const failure = new Error("no");
		await assert.rejects(scope.within(Promise.reject(failure), 1000, "failure"), (error) => error === failure);
		assert.equal(time.pending, 0);
	});

	it("wakes a sleeper when its time has come", async () => {
		const time = new VirtualTime();
		const slept = new Scope(time).sleep(500);
		assert.equal(time.pending, 1);
		time.step();
		await slept;
		assert.equal(time.ticks(), 500);
		assert.equal(time.pending, 0);
	});

	it("closes what it owns newest first, each once, however often it is closed", () => {
		const scope = new Scope(new VirtualTime());
		const closed: string[] = [];
		for (const name of ["network", "session", "subscription"]) scope.own(() => closed.push(name));
		scope.close();
		scope.close();
		assert.deepEqual(closed, ["subscription", "session", "network"]);
		assert.equal(scope.closed, true);
	});

	it("does not close a second time what was released before", () => {
		const scope = new Scope(new VirtualTime());
		let count = 0;
		const release = scope.own(() => {
			count += 1;
		});
		release();
		release();
		scope.close();
		assert.equal(count, 1);
	});

	it("closes at once what it is given after its end", () => {
		const scope = new Scope(new VirtualTime());
		scope.close();
		let closed = false;
		scope.own(() => {
			closed = true;
		});
		assert.equal(closed, true);
	});

	it("ends pending waits with closed and leaves no timer", async () => {
		const time = new VirtualTime();
		const scope = new Scope(time);
		const waits = [scope.sleep(1000), scope.within(never(), 1000, "nothing")];
		scope.close();
		for (const wait of waits) await assert.rejects(wait, { code: "closed" });
		assert.equal(time.pending, 0);
	});

	it("begins no wait and sets no timer after its end, and handles the rejection nobody waits for", async () => {
		const time = new VirtualTime();
		const scope = new Scope(time);
		scope.close();
		await assert.rejects(scope.sleep(1000), { code: "closed" });
		await assert.rejects(scope.within(never(), 1000, "nothing"), { code: "closed" });
		// An unhandled rejection would fail the run.
		await assert.rejects(scope.within(Promise.reject(new Error("late")), 1000, "nothing"), { code: "closed" });
		await settle();
		assert.equal(time.pending, 0);
	});

	it("started and closed a hundred times leaves no timer", async () => {
		const time = new VirtualTime();
		for (let round = 0; round < 100; round++) {
			const scope = new Scope(time);
			const waits = Promise.allSettled([scope.sleep(round), scope.within(never(), round + 1, "nothing")]);
			if (round % 2) time.step();
			scope.close();
			const outcomes = await waits;
			assert.equal(outcomes[1]?.status, "rejected");
			assert.equal(time.pending, 0, `round ${round}`);
		}
	});
});
