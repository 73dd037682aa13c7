import assert from "node:assert/strict";
import { PendingReplies } from "../../../../firmware/adapters/mqtt/pending-replies.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";

describe("PendingReplies", () => {
	it("gives ids from 1 to 65535, and none that is in flight", () => {
		const replies = new PendingReplies();
		const kept = replies.nextId();
		assert.equal(kept, 1);
		void replies.wait(kept);
		const next = Array.from({ length: 0x1_0000 }, () => replies.nextId());
		assert.equal(Math.max(...next), 0xffff);
		assert.equal(Math.min(...next), 2);
	});

	it("resolves the one that waits for that id, with what was granted", async () => {
		const replies = new PendingReplies();
		const [first, second] = [replies.wait(1), replies.wait(2)];
		replies.resolve(3);
		replies.resolve(2, [1, 0x80]);
		replies.resolve(1);
		assert.deepEqual(await second, [1, 0x80]);
		assert.deepEqual(await first, []);
	});

	it("rejects all that wait when the connection ends, and answers nobody twice", async () => {
		const replies = new PendingReplies();
		const waiting = [replies.wait(1), replies.wait(2)];
		const settled = Promise.allSettled(waiting);
		replies.rejectAll(new DeviceError("connection-lost", "gone"));
		replies.resolve(1);
		assert.deepEqual(
			(await settled).map(({ status }) => status),
			["rejected", "rejected"],
		);
	});
});
