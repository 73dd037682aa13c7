import assert from "node:assert/strict";
import fc from "fast-check";
import { MessageAssembler, type MqttMessage } from "../../../../firmware/core/connection/message-assembler.js";

/** Feeds `payload` in pieces of the given sizes, the rest at the end, in one buffer that is overwritten after each call. */
function feed(
	assembler: MessageAssembler,
	topic: string,
	payload: Uint8Array,
	sizes: readonly number[],
): MqttMessage[] {
	const messages: MqttMessage[] = [];
	let offset = 0;
	let first = true;
	for (const size of [...sizes, payload.length]) {
		const piece = payload.slice(offset, offset + size);
		offset = Math.min(offset + size, payload.length);
		const more = offset < payload.length;
		const message = assembler.add({ topic: first ? topic : undefined, payload: piece, more });
		first = false;
		piece.fill(0xaa);
		if (message) messages.push(message);
		if (!more) break;
	}
	return messages;
}

describe("the message assembler", () => {
	it("makes the same message of any fragmentation", () => {
		const pieces = fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 20 });
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 8192 }), pieces, (payload, sizes) => {
				const [message, ...others] = feed(new MessageAssembler(), "a/b", payload, sizes);
				assert.equal(message?.topic, "a/b");
				assert.deepEqual(Buffer.from(message?.payload ?? []), Buffer.from(payload));
				assert.equal(others.length, 0);
			}),
		);
	});

	it("takes empty fragments, in the middle and at the end", () => {
		const assembler = new MessageAssembler();
		const empty = new Uint8Array(0);
		assert.equal(assembler.add({ topic: "t", payload: empty, more: true }), undefined);
		assert.equal(assembler.add({ topic: undefined, payload: Uint8Array.of(7), more: true }), undefined);
		assert.deepEqual(assembler.add({ topic: undefined, payload: empty, more: false }), {
			topic: "t",
			payload: Uint8Array.of(7),
		});
	});

	it("takes message after message", () => {
		const assembler = new MessageAssembler();
		for (let round = 0; round < 10; round++) {
			const payload = new Uint8Array(round * 100).fill(round);
			const [message] = feed(assembler, `t/${round}`, payload, [64, 64]);
			assert.deepEqual([message?.topic, message?.payload.length], [`t/${round}`, round * 100]);
		}
	});

	it("takes 8192 bytes and refuses one more, and the next message still works", () => {
		const assembler = new MessageAssembler();
		assert.equal(feed(assembler, "t", new Uint8Array(8192), [4096])[0]?.payload.length, 8192);
		assembler.add({ topic: "long", payload: new Uint8Array(8192), more: true });
		assert.throws(() => assembler.add({ topic: undefined, payload: new Uint8Array(1), more: true }), {
			code: "reply-too-large",
			message: /"long".*8192/,
		});
		// Once is enough: the rest of it is skipped.
		for (const more of [true, false]) {
			assert.equal(assembler.add({ topic: undefined, payload: new Uint8Array(5000), more }), undefined);
		}
		assert.equal(feed(assembler, "next", Uint8Array.of(1, 2, 3), [1])[0]?.topic, "next");
	});

	it("drops what was begun when another message begins", () => {
		const assembler = new MessageAssembler();
		assembler.add({ topic: "broken", payload: Uint8Array.of(1), more: true });
		const message = assembler.add({ topic: "whole", payload: Uint8Array.of(2), more: false });
		assert.deepEqual(message, { topic: "whole", payload: Uint8Array.of(2) });
	});

	it("ignores fragments of a message whose beginning it never saw", () => {
		assert.equal(new MessageAssembler().add({ topic: undefined, payload: Uint8Array.of(1), more: false }), undefined);
	});
});
