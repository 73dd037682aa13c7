import assert from "node:assert/strict";
import { Proof } from "../../../../firmware/core/activities/proof.js";

describe("the proof of an identity", () => {
	it("is given once, however often something is acknowledged", async () => {
		let times = 0;
		const proof = new Proof(() => {
			times += 1;
		});
		proof.give();
		proof.give();
		await proof.given;
		assert.equal(times, 1);
	});

	it("is not given when the identity could not be kept, and may be given again", async () => {
		let isBroken = true;
		const proof = new Proof(() => {
			if (isBroken) throw new Error("worn flash");
		});
		assert.throws(() => proof.give(), /worn flash/);
		isBroken = false;
		proof.give();
		await proof.given;
	});
});
