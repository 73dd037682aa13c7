import assert from "node:assert/strict";
import { Slots } from "../../../../host-tools/cli/operations/slots.js";

describe("Slots", () => {
	it("lets no more in than its limit, and the next when one leaves", async () => {
		const slots = new Slots(2);
		const leave = await slots.take();
		await slots.take();
		let third = false;
		const waiting = slots.take().then(() => {
			third = true;
		});
		await Promise.resolve();
		assert.equal(third, false);
		leave();
		await waiting;
		assert.equal(third, true);
	});

	it("counts a slot that is given back twice once", async () => {
		const slots = new Slots(1);
		const leave = await slots.take();
		leave();
		leave();
		await slots.take();
		const second = slots.take().then(() => "in");
		assert.equal(await Promise.race([second, Promise.resolve("waiting")]), "waiting");
	});
});
