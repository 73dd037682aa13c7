import assert from "node:assert/strict";
import { ButtonHold } from "../../../../firmware/core/indicators/button-hold.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";

function open() {
	const time = new VirtualTime();
	const erased: string[] = [];
	const hold = new ButtonHold({
		timer: time,
		onEraseIdentity: () => erased.push(`${time.ticks()} identity`),
		onEraseAll: () => erased.push(`${time.ticks()} all`),
	});
	const press = (milliseconds: number) => {
		hold.change(true);
		time.run(milliseconds);
		hold.change(false);
	};
	return { time, erased, hold, press };
}

describe("ButtonHold", () => {
	it("does nothing on short presses, however many and however close", () => {
		const { time, erased, press } = open();
		for (let count = 0; count < 100; count++) {
			press(4_999);
			time.run(10);
		}
		assert.deepEqual(erased, []);
		assert.equal(time.pending, 0);
	});

	it("erases the identity after 5 s, once, while still held", () => {
		const { time, erased, hold } = open();
		hold.change(true);
		time.run(120_000);
		assert.deepEqual(erased, ["5000 identity"]);
		assert.equal(hold.pressed, true);
	});

	it("erases everything when held again for 5 s, begun within 10 s of the release", () => {
		const { time, erased, press } = open();
		press(6_000);
		time.run(9_999);
		press(5_000);
		assert.deepEqual(erased, ["5000 identity", "20999 all"]);
	});

	it("erases the identity only when the second hold begins later", () => {
		const { time, erased, press } = open();
		press(6_000);
		time.run(10_001);
		press(5_000);
		assert.deepEqual(erased, ["5000 identity", "21001 identity"]);
	});

	it("erases nothing more when the second hold is short", () => {
		const { time, erased, press } = open();
		press(5_000);
		time.run(1_000);
		press(4_999);
		time.run(60_000);
		assert.deepEqual(erased, ["5000 identity"]);
	});

	it("begins anew after everything was erased", () => {
		const { time, erased, press } = open();
		press(5_000);
		press(5_000);
		time.run(1);
		press(5_000);
		assert.deepEqual(
			erased.map((line) => line.split(" ")[1]),
			["identity", "all", "identity"],
		);
	});

	it("takes a change that is none for none", () => {
		const { time, erased, hold } = open();
		hold.change(true);
		time.run(3_000);
		hold.change(true);
		time.run(2_000);
		assert.deepEqual(erased, ["5000 identity"]);
	});

	it("calls nothing after it was closed", () => {
		const { time, erased, hold } = open();
		hold.change(true);
		hold.close();
		hold.close();
		time.run(60_000);
		assert.deepEqual(erased, []);
		assert.equal(time.pending, 0);
	});
});
