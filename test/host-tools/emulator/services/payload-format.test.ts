import assert from "node:assert/strict";
import { encode } from "cborg";
import fc from "fast-check";
import type { JsonObject } from "../../../../host-tools/emulator/json-value.js";
import { decodeBody, encodeBody } from "../../../../host-tools/emulator/services/payload-format.js";

describe("request bodies", () => {
	for (const format of ["json", "cbor"] as const) {
		it(`come back from ${format} as they went in`, () => {
			const bodies = fc.dictionary(
				fc.string(),
				fc.oneof(fc.string(), fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true })),
				{
					noNullPrototype: true,
				},
			);
			fc.assert(
				fc.property(bodies, (body) => {
					const decoded = decodeBody(format, encodeBody(format, body as JsonObject));
					assert.deepEqual(decoded, body);
				}),
			);
		});

		it(`of any bytes are an object or an Error in ${format}, and the Error quotes nothing`, () => {
			fc.assert(
				fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
					try {
						assert.equal(typeof decodeBody(format, bytes), "object");
					} catch (error) {
						assert.match((error as Error).message, /^(not |a CBOR )/);
					}
				}),
				{ numRuns: 2000 },
			);
		});

		it(`deeper than any stack are refused in ${format}`, () => {
			const depth = 100_000;
			const bytes = format === "json" ? Buffer.from("[".repeat(depth)) : Buffer.alloc(depth, 0x81);
			assert.throws(() => decodeBody(format, bytes), /not well-formed/);
		});
	}

	it("take no second meaning from __proto__ or duplicate keys", () => {
		const body = decodeBody("cbor", encode(new Map([["__proto__", "x"]])));
		assert.deepEqual(Object.keys(body), ["__proto__"]);
		//           map of two pairs, "a": 1 twice
		assert.throws(() => decodeBody("cbor", Buffer.from("a2616101616102", "hex")), /not well-formed/);
	});

	it("hold at most 128 KB", () => {
		assert.throws(() => decodeBody("json", Buffer.alloc(128 * 1024 + 1)), /the limit is 131072/);
	});
});
