import assert from "node:assert/strict";
import { Proof } from "../../../../firmware/core/activities/proof.js";

describe("the proof of an identity", () => {
	it("is given once, however often something is acknowledged, and heard of once", () => {
		const heard: string[] = [];
		const proof = new Proof(() => heard.push("kept"));
		proof.whenGiven(() => heard.push("waited"));
		proof.give();
		proof.give();
		proof.whenGiven(() => heard.push("late"));
		assert.deepEqual(heard, ["kept", "waited", "late"]);
	});

	it("is not given when the identity could not be kept, and may be given again", () => {
		let isBroken = true;
		let heard = 0;
		const proof = new Proof(() => {
			if (isBroken) throw new Error("worn flash");
		});
		proof.whenGiven(() => {
			heard += 1;
		});
		assert.throws(() => proof.give(), /worn flash/);
		assert.equal(heard, 0);
		isBroken = false;
		proof.give();
		assert.equal(heard, 1);
	});
});
