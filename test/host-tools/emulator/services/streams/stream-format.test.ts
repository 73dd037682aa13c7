import assert from "node:assert/strict";
import { decode, encode } from "cborg";
import fc from "fast-check";
import {
	clientTokenIn,
	readGetStream,
} from "../../../../../host-tools/emulator/services/streams/get-stream-request.js";
import { decodeRequest, encodeAnswer } from "../../../../../host-tools/emulator/services/streams/stream-format.js";
import { StreamRejection } from "../../../../../host-tools/emulator/services/streams/stream-rejection.js";

const rejected = (code: string) => (error: unknown) => error instanceof StreamRejection && error.code === code;

describe("Messages of streams", () => {
	it("are objects in JSON and maps with text keys in CBOR; nothing is an empty one", () => {
		assert.deepEqual(
			[...decodeRequest("json", Buffer.from('{"f":1,"b":"0x01"}'))],
			[
				["f", 1],
				["b", "0x01"],
			],
		);
		assert.deepEqual(decodeRequest("cbor", encode({ f: 1, b: Uint8Array.of(1) })).get("b"), Uint8Array.of(1));
		assert.equal(decodeRequest("json", Buffer.alloc(0)).size, 0);
		for (const text of ["[]", "null", "1", "{", "\uffff"]) {
			assert.throws(() => decodeRequest("json", Buffer.from(text)), rejected("InvalidJson"), text);
		}
		for (const bytes of [encode([]), encode(1), encode(new Map([[1, 1]])), Buffer.from([0xa1, 0x61])]) {
			assert.throws(() => decodeRequest("cbor", bytes), rejected("InvalidCbor"));
		}
	});

	it("carry blocks as base64 in JSON and as bytes in CBOR", () => {
		const answer = { c: undefined, f: 0, p: Buffer.from("block") };
		assert.equal(encodeAnswer("json", answer).toString(), '{"f":0,"p":"YmxvY2s="}');
		assert.deepEqual(decode(encodeAnswer("cbor", answer)), { f: 0, p: new Uint8Array(Buffer.from("block")) });
	});

	it("property: any bytes are a request or rejected", () => {
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 200 }),
			fc.json().map((text) => Buffer.from(text)),
			fc
				.dictionary(
					fc.constantFrom("c", "s", "f", "l", "o", "n", "b"),
					fc.oneof(fc.integer(), fc.string(), fc.uint8Array()),
				)
				.map(encode),
		);
		fc.assert(
			fc.property(fc.constantFrom("json" as const, "cbor" as const), bytes, (format, body) => {
				try {
					const members = decodeRequest(format, body);
					clientTokenIn(members);
					readGetStream(members);
				} catch (error) {
					assert.ok(error instanceof StreamRejection, String(error));
				}
			}),
		);
	});
});
