import assert from "node:assert/strict";
import { DebouncedButton } from "../../../../firmware/adapters/esp32/debounced-button.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";

function open(down = false) {
	const time = new VirtualTime();
	const changes: string[] = [];
	let edge: () => void = () => {};
	let closed = 0;
	const button = new DebouncedButton(
		(onEdge) => {
			edge = onEdge;
			return { read: () => down, close: () => closed++ };
		},
		time,
		(pressed) => changes.push(`${time.ticks()} ${pressed}`),
	);
	const bounce = (to: boolean) => {
		for (let count = 0; count < 7; count++) {
			down = count % 2 === 0 ? to : !to;
			edge();
			time.run(2);
		}
	};
	return { time, changes, button, bounce, edge: () => edge(), closed: () => closed };
}

describe("DebouncedButton", () => {
	it("tells one press and one release however often the contact bounces", () => {
		const { time, changes, bounce } = open();
		bounce(true);
		time.run(100);
		assert.deepEqual(changes, ["42 true"]);
		bounce(false);
		time.run(100);
		assert.deepEqual(changes, ["42 true", "156 false"]);
		assert.equal(time.pending, 0);
	});

	it("tells nothing of a bounce that ends where it began", () => {
		const { time, changes, edge } = open();
		edge();
		edge();
		time.run(100);
		assert.deepEqual(changes, []);
	});

	it("knows a button that is down from the start, and tells only its release", () => {
		const { time, changes, bounce } = open(true);
		bounce(true);
		time.run(100);
		assert.deepEqual(changes, []);
		bounce(false);
		time.run(100);
		assert.deepEqual(changes, ["156 false"]);
	});

	it("tells nothing after it was closed, and closes its pin once", () => {
		const { time, changes, button, bounce, closed } = open();
		bounce(true);
		button.close();
		button.close();
		bounce(true);
		time.run(100);
		assert.deepEqual(changes, []);
		assert.equal(closed(), 1);
		assert.equal(time.pending, 0);
	});
});
