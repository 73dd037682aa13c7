import assert from "node:assert/strict";
import { QueueRoom, RuleQueue, RuleTurns } from "../../../../../host-tools/emulator/services/rules/rule-queue.js";

const nothing = {
	clientId: undefined,
	principal: undefined,
	properties: undefined,
	traceId: "",
	lineage: { hops: 0, family: { republished: 0 } },
};
const message = (topic: string, bytes = 0) => ({ ...nothing, topic, payload: Buffer.alloc(bytes) });

describe("RuleQueue", () => {
	const start = (room = new QueueRoom()) => {
		const ran: string[] = [];
		const dropped: string[] = [];
		const queue = new RuleQueue({
			turns: new RuleTurns(),
			room,
			run: async ({ topic }) => {
				await new Promise(setImmediate);
				ran.push(topic);
			},
			onDropped: ({ topic }) => dropped.push(topic),
		});
		return { ran, dropped, queue };
	};
	const untilRan = async (ran: readonly string[], count: number) => {
		while (ran.length < count) await new Promise(setImmediate);
	};

	it("runs one message after the other, none before whoever offers it goes on", async () => {
		const { ran, queue } = start();
		for (const topic of ["a", "b", "c"]) queue.offer(message(topic));
		assert.deepEqual(ran, []);
		await untilRan(ran, 3);
		assert.deepEqual(ran, ["a", "b", "c"]);
		queue.offer(message("d"));
		await untilRan(ran, 4);
	});

	it("drops what has no room: a thousand for one rule, 64 MB for all", async () => {
		const room = new QueueRoom();
		const [first, second] = [start(room), start(room)];
		for (let n = 0; n < 1001; n++) first.queue.offer(message(String(n)));
		assert.deepEqual(first.dropped, ["1000"]);
		const large = 32 * 1024 * 1024;
		for (const topic of ["a", "b"]) second.queue.offer(message(topic, large));
		assert.deepEqual(second.dropped, ["b"]);
		first.queue.close();
		second.queue.close();
		second.queue.offer(message("c", large));
		assert.deepEqual(second.dropped, ["b"]);
		await untilRan(second.ran, 1);
		assert.deepEqual([first.ran, second.ran], [[], ["c"]]);
	});
});
