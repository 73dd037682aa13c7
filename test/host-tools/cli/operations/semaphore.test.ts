import assert from "node:assert/strict";
import { Semaphore } from "../../../../host-tools/cli/operations/semaphore.js";

describe("Semaphore", () => {
	it("lets no more in than its limit, and the next when one leaves", async () => {
		const semaphore = new Semaphore(2);
		const leave = await semaphore.take();
		await semaphore.take();
		let third = false;
		const waiting = semaphore.take().then(() => {
			third = true;
		});
		await Promise.resolve();
		assert.equal(third, false);
		leave();
		await waiting;
		assert.equal(third, true);
	});

	it("counts a slot that is given back twice once", async () => {
		const semaphore = new Semaphore(1);
		const leave = await semaphore.take();
		leave();
		leave();
		await semaphore.take();
		const second = semaphore.take().then(() => "in");
		assert.equal(await Promise.race([second, Promise.resolve("waiting")]), "waiting");
	});
});
