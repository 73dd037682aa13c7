import assert from "node:assert/strict";
import {
	type Outgoing,
	OutgoingMessages,
} from "../../../../../host-tools/emulator/broker/sessions/outgoing-messages.js";

function entry(text: string, onSettled = () => {}): Outgoing {
	const message = { topic: "a", payload: Buffer.from(text), qos: 1, retain: false } as const;
	return { message, wasSent: false, onSettled };
}

function sentBy(sendQos1: (entry: Outgoing, messageId: number) => boolean): OutgoingMessages {
	return new OutgoingMessages({ sendQos1 });
}

describe("OutgoingMessages", () => {
	it("has 100 under way, and sends the next in order when one is acknowledged", () => {
		const sent: [string, number][] = [];
		const outgoing = sentBy(({ message }, id) => {
			sent.push([message.payload.toString(), id]);
			return true;
		});
		for (let n = 0; n < 150; n++) outgoing.add(entry(String(n)));
		assert.equal(sent.length, 100);
		assert.equal(outgoing.waitingBytes, ("100".length + "a".length + 256) * 50);
		outgoing.acknowledge(7);
		outgoing.acknowledge(7);
		outgoing.acknowledge(60_000);
		assert.deepEqual(sent.slice(100), [["100", 101]]);
		for (let id = 1; id <= 150; id++) outgoing.acknowledge(id);
		assert.deepEqual(
			sent.map(([text]) => text),
			Array.from({ length: 150 }, (_, n) => String(n)),
		);
		assert.equal(outgoing.waitingBytes, 0);
	});

	it("lets a message wait behind a mebibyte that is not acknowledged, also when there are few", () => {
		const sent: number[] = [];
		const outgoing = sentBy((_, id) => sent.push(id) > 0);
		for (let n = 0; n < 20; n++) outgoing.add(entry("x".repeat(128 * 1024 - 257)));
		assert.equal(sent.length, 8);
		assert.equal(outgoing.waitingBytes, 12 * 128 * 1024);
		assert.equal(outgoing.heldBytes, 20 * 128 * 1024);
		outgoing.acknowledge(1);
		assert.equal(sent.length, 9);
		for (let id = 2; id <= 20; id++) outgoing.acknowledge(id);
		assert.equal(sent.length, 20);
		assert.equal(outgoing.heldBytes, 0);
	});

	it("does not count what the store has, nor what turns out not to be for this client", () => {
		const outgoing = sentBy(({ message }) => message.payload.toString() !== "denied");
		outgoing.add(entry("denied"));
		for (let n = 0; n < 150; n++) outgoing.add({ ...entry("x"), isStored: true });
		assert.equal(outgoing.waitingBytes, 0);
		assert.equal(outgoing.heldBytes, 0);
	});

	it("settles what is acknowledged or not for this client, and nothing after its end", () => {
		const settled: string[] = [];
		const outgoing = sentBy(({ message }) => message.payload.toString() !== "denied");
		for (const text of ["first", "denied", "last"]) outgoing.add(entry(text, () => settled.push(text)));
		assert.deepEqual(settled, ["denied"]);
		outgoing.acknowledge(1);
		outgoing.close();
		outgoing.acknowledge(3);
		assert.deepEqual(settled, ["denied", "first"]);
	});

	it("never gives one id to two messages, over more than there are ids", () => {
		const underWay = new Set<number>();
		const outgoing = sentBy((_, id) => {
			assert.ok(id >= 1 && id <= 65_535 && !underWay.has(id));
			underWay.add(id);
			return true;
		});
		// Id 1 is never acknowledged.
		for (let n = 0; n < 70_000; n++) {
			outgoing.add(entry("x"));
			const newest = [...underWay].at(-1) ?? 0;
			if (newest === 1) continue;
			underWay.delete(newest);
			outgoing.acknowledge(newest);
		}
		assert.deepEqual([...underWay], [1]);
	});
});
