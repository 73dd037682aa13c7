import assert from "node:assert/strict";
import fc from "fast-check";
import { JsonMembers } from "../../../../firmware/core/connection/json-members.js";

/** What is passed on of `text`, which comes in pieces of the given sizes. */
function filtered(text: string, wanted: readonly string[], sizes: readonly number[] = []): string {
	const pieces: Buffer[] = [];
	let ends = 0;
	const members = new JsonMembers(wanted, {
		take: (piece) => pieces.push(Buffer.from(piece)),
		end: () => {
			ends += 1;
		},
	});
	let bytes = Buffer.from(text);
	for (const size of [...sizes, bytes.length]) {
		// A copy that is overwritten, as a connection's buffer is.
		const piece = Buffer.from(bytes.subarray(0, size));
		bytes = bytes.subarray(size);
		members.take(piece);
		piece.fill(0xaa);
	}
	assert.equal(ends, 0);
	members.end();
	assert.equal(ends, 1);
	return Buffer.concat(pieces).toString();
}

describe("the members of a JSON object", () => {
	it("that are wanted come out, in any fragmentation, with any white space, whatever else the object holds", () => {
		const names = fc.constantFrom("thingName", "thingName2", "a", "", "é", '"', "\\", "x".repeat(64), "x".repeat(65));
		const object = fc.dictionary(names, fc.jsonValue(), { maxKeys: 8 });
		const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 });
		const wanted = ["thingName", "a", "x".repeat(64)];
		fc.assert(
			fc.property(object, sizes, fc.constantFrom(undefined, 1, "\t\n "), (value, pieces, space) => {
				const text = JSON.stringify(value, undefined, space);
				const members = Object.entries(JSON.parse(text)).filter(([name]) => wanted.includes(name));
				assert.deepEqual(JSON.parse(filtered(text, wanted, pieces)), Object.fromEntries(members));
			}),
		);
	});

	for (const [text, expected] of [
		["{}", "{}"],
		['{"a":1}', '{"a":1}'],
		['{"b":{"a":2},"a":[1,{"a":3}],"c":"a"}', '{"a":[1,{"a":3}]}'],
		['{"b":",\\"a\\":7","a":1,"a":2}', '{"a":1,"a":2}'],
	] as const) {
		it(`of ${text} are ${expected}`, () => assert.equal(filtered(text, ["a"]), expected));
	}

	for (const text of [
		"",
		"null",
		"[1,2]",
		'"a"',
		"hello",
		'{"a":1',
		'{"a":"1',
		'{"a":1}}',
		'{"a":1} x',
		'{"b":[1,2}',
		"{",
	]) {
		it(`of ${text || "nothing"} make no JSON object either`, () => {
			let value: unknown;
			try {
				value = JSON.parse(filtered(text, ["a"]));
			} catch {
				return;
			}
			assert.ok(typeof value !== "object" || value === null || Array.isArray(value), JSON.stringify(value));
		});
	}

	for (const text of ['{["a":"x"}', '{"a"x:"v"}', '{x"a":"v"}', '{{"a":"v"}}', '{"a""a":1}']) {
		it(`of ${text} are none`, () => assert.ok(!filtered(text, ["a"]).includes('"a":'), filtered(text, ["a"])));
	}

	it("are few bytes of a long message", () => {
		const long = JSON.stringify({ deviceConfiguration: { ladder: "x".repeat(100_000) }, thingName: "pump-7" });
		assert.equal(filtered(long, ["thingName"], new Array(100).fill(1024)), '{"thingName":"pump-7"}');
	});
});
