import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { BoardQueue, isServed } from "../../../../host-tools/board/provision/board-queue.js";
import type { PortInfo } from "../../../../host-tools/board/serial/list-ports.js";
import { within } from "../../../support/deadline.js";

const bridge = { vendorId: "10c4", productId: "ea60" };
const port = (path: string, usb: PortInfo["usb"] = bridge): PortInfo => ({ path, usb });
const { signal } = new AbortController();

describe("the queue of boards", () => {
	/** A list of ports that changes at every look; the last one stays. */
	function looks(...lists: PortInfo[][]) {
		let look = 0;
		return async () => lists[Math.min(look++, lists.length - 1)] ?? [];
	}

	it("gives each port once, and again only after its board was unplugged", async () => {
		const [one, two] = [port("/dev/ttyUSB0"), port("/dev/ttyUSB1")];
		const queue = new BoardQueue(
			undefined,
			looks([one], [one], [one, two], [one, two], [two], [one, two]),
			undefined,
			1,
		);
		const seen = [];
		for (let board = 0; board < 3; board++) seen.push((await within(queue.next(signal), "a board")).path);
		assert.deepEqual(seen, ["/dev/ttyUSB0", "/dev/ttyUSB1", "/dev/ttyUSB0"]);
	});

	it("takes no port that is none of a board's, unless it is the one that is named", async () => {
		const [mouse, modem] = [
			port("/dev/ttyACM0", { vendorId: "046d", productId: "c077" }),
			{ path: "/dev/ttyS0", usb: undefined },
		];
		const board = port("/dev/ttyUSB9");
		assert.equal(
			(await new BoardQueue(undefined, looks([mouse, modem, board]), undefined, 1).next(signal)).path,
			board.path,
		);
		assert.equal(
			(await new BoardQueue("/dev/ttyS0", looks([mouse, board], [modem]), undefined, 1).next(signal)).path,
			modem.path,
		);
	});

	it("waits until a server that was away with its board takes connections again", async () => {
		const answers = [true, true, false, false, true];
		const probe = async () => answers.shift() ?? assert.fail("it has answered already");
		const queue = new BoardQueue("rfc2217://127.0.0.1:4000", looks([]), probe, 1);
		await queue.next(signal);
		assert.equal(answers.length, 5, "the first time it is not asked");
		await within(queue.next(signal), "the board's return");
		assert.deepEqual(answers, []);
	});

	it("takes a server that hangs up for one, and none where nobody listens", async () => {
		const server = createServer((socket) => socket.destroy());
		await once(server.listen(0, "127.0.0.1"), "listening");
		const port = `rfc2217://127.0.0.1:${(server.address() as AddressInfo).port}`;
		assert.equal(await isServed(port, signal), true);
		await new Promise((resolve) => server.close(resolve));
		assert.equal(await isServed(port, signal), false);
	});

	it("ends with interrupted", async () => {
		const stop = new AbortController();
		const waiting = new BoardQueue(undefined, looks([])).next(stop.signal);
		stop.abort();
		await assert.rejects(waiting, { code: "interrupted" });
	});
});
