import assert from "node:assert/strict";
import fc from "fast-check";
import { MessageRouter } from "../../../../firmware/core/connection/message-router.js";
import { WholeMessage } from "../../../../firmware/core/connection/whole-message.js";

interface Heard {
	readonly messages: { readonly topic: string; readonly payload: Buffer }[];
	readonly failures: { readonly topic: string; readonly code: string; readonly message: string }[];
}

/** Takes messages on topics that begin with `prefix`. */
function listen(router: MessageRouter, prefix: string, limit: number, onMessage: () => void = () => {}): Heard {
	const heard: Heard = { messages: [], failures: [] };
	router.add({
		begin: (topic) =>
			topic.startsWith(prefix)
				? new WholeMessage({
						topic,
						limit,
						onPayload: (payload) => {
							heard.messages.push({ topic, payload: Buffer.from(payload) });
							onMessage();
						},
						onFailure: ({ code, message }) => heard.failures.push({ topic, code, message }),
					})
				: undefined,
	});
	return heard;
}

/** Feeds `payload` in pieces of the given sizes, the rest at the end, in one buffer that is overwritten after each call. */
function feed(router: MessageRouter, topic: string, payload: Uint8Array, sizes: readonly number[]): void {
	let offset = 0;
	let first = true;
	for (const size of [...sizes, payload.length]) {
		const piece = payload.slice(offset, offset + size);
		offset = Math.min(offset + size, payload.length);
		const more = offset < payload.length;
		router.take({ topic: first ? topic : undefined, payload: piece, more });
		first = false;
		piece.fill(0xaa);
		if (!more) break;
	}
}

describe("the message router", () => {
	it("makes the same message of any fragmentation", () => {
		const pieces = fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 20 });
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 8192 }), pieces, (payload, sizes) => {
				const router = new MessageRouter();
				const { messages, failures } = listen(router, "a/", 8192);
				feed(router, "a/b", payload, sizes);
				assert.deepEqual(messages, [{ topic: "a/b", payload: Buffer.from(payload) }]);
				assert.deepEqual(failures, []);
			}),
		);
	});

	it("takes empty fragments, in the middle and at the end, and messages without a byte", () => {
		const router = new MessageRouter();
		const { messages } = listen(router, "t", 10);
		const empty = new Uint8Array(0);
		router.take({ topic: "t", payload: empty, more: true });
		router.take({ topic: undefined, payload: Uint8Array.of(7), more: true });
		assert.deepEqual(messages, []);
		router.take({ topic: undefined, payload: empty, more: false });
		router.take({ topic: "t/none", payload: empty, more: false });
		assert.deepEqual(messages, [
			{ topic: "t", payload: Buffer.of(7) },
			{ topic: "t/none", payload: Buffer.of() },
		]);
	});

	it("takes message after message", () => {
		const router = new MessageRouter();
		const { messages } = listen(router, "t/", 1000);
		for (let round = 0; round < 10; round++)
			feed(router, `t/${round}`, new Uint8Array(round * 100).fill(round), [64, 64]);
		assert.deepEqual(
			messages.map(({ topic, payload }) => [topic, payload.length]),
			Array.from({ length: 10 }, (_, round) => [`t/${round}`, round * 100]),
		);
	});

	it("takes as many bytes as the handler's limit and refuses one more, once, and the next message still comes", () => {
		const router = new MessageRouter();
		const { messages, failures } = listen(router, "t", 8192);
		feed(router, "t", new Uint8Array(8192), [4096]);
		assert.equal(messages[0]?.payload.length, 8192);
		feed(router, "too long", new Uint8Array(20_000), [8192, 1, 5000]);
		assert.equal(messages.length, 1);
		assert.deepEqual(failures, [
			{ topic: "too long", code: "reply-too-large", message: 'A message on "too long" has more than 8192 bytes' },
		]);
		feed(router, "t/next", Uint8Array.of(1, 2, 3), [1]);
		assert.equal(messages[1]?.topic, "t/next");
	});

	it("gives a message to all who take it, each within its own limit, and to nobody else", () => {
		const router = new MessageRouter();
		const [large, small, other] = [
			listen(router, "jobs", 32_768),
			listen(router, "jobs", 100),
			listen(router, "shadow", 9),
		];
		feed(router, "jobs/get", new Uint8Array(32_768), [700, 700]);
		assert.deepEqual([large.messages.length, small.messages.length, other.messages.length], [1, 0, 0]);
		assert.deepEqual([large.failures, other.failures], [[], []]);
		assert.deepEqual(
			small.failures.map(({ message }) => message),
			['A message on "jobs/get" has more than 100 bytes'],
		);
	});

	it("tells a handler what it threw, and nobody else", () => {
		const router = new MessageRouter();
		const broken = listen(router, "t", 10, () => {
			throw new Error("not JSON");
		});
		const well = listen(router, "t", 10);
		feed(router, "t", Uint8Array.of(1), []);
		assert.deepEqual(broken.failures, [{ topic: "t", code: "internal", message: "not JSON" }]);
		assert.deepEqual([well.messages.length, well.failures.length], [1, 0]);
	});

	it("keeps nothing of a message that nobody takes", () => {
		const router = new MessageRouter();
		const topics: string[] = [];
		router.add({
			begin: (topic) => {
				topics.push(topic);
				return undefined;
			},
		});
		const piece = new Proxy(new Uint8Array(1024), { get: () => assert.fail("nobody looks at it") });
		for (let index = 0; index < 128; index++) {
			router.take({ topic: index === 0 ? "foreign" : undefined, payload: piece, more: index < 127 });
		}
		assert.deepEqual(topics, ["foreign"]);
	});

	it("delivers what has begun, though its handler goes meanwhile, and nothing after it", () => {
		const router = new MessageRouter();
		const seen: string[] = [];
		const stop = router.add({
			begin: (topic) => ({ take: (piece) => seen.push(`${topic} ${piece.length}`), end: () => seen.push("end") }),
		});
		router.take({ topic: "t", payload: Uint8Array.of(1), more: true });
		stop();
		router.take({ topic: undefined, payload: Uint8Array.of(2, 3), more: false });
		router.take({ topic: "t", payload: Uint8Array.of(4), more: false });
		assert.deepEqual(seen, ["t 1", "t 2", "end"]);
	});

	it("drops what was begun when another message begins", () => {
		const router = new MessageRouter();
		const { messages } = listen(router, "", 10);
		router.take({ topic: "broken", payload: Uint8Array.of(1), more: true });
		router.take({ topic: "whole", payload: Uint8Array.of(2), more: false });
		assert.deepEqual(messages, [{ topic: "whole", payload: Buffer.of(2) }]);
	});

	it("ignores fragments of a message whose beginning it never saw", () => {
		const router = new MessageRouter();
		const { messages } = listen(router, "", 10);
		router.take({ topic: undefined, payload: Uint8Array.of(1), more: false });
		assert.deepEqual(messages, []);
	});
});
