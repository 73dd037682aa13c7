import assert from "node:assert/strict";
import fc from "fast-check";
import { ShadowError } from "../../../../../host-tools/emulator/services/shadow/shadow-error.js";
import {
	clientTokenOf,
	deepestSection,
	parseRequest,
	updateIn,
} from "../../../../../host-tools/emulator/services/shadow/shadow-request.js";

const read = (text: string) => updateIn(parseRequest(Buffer.from(text)));
const refused = (code: number, message: string) => (error: unknown) => {
	assert.ok(error instanceof ShadowError);
	assert.deepEqual([error.code, error.message], [code, message]);
	return true;
};
const nested = (depth: number): string => (depth === 0 ? "1" : `{"n":${nested(depth - 1)}}`);

describe("Shadow requests", () => {
	it("are read with what AWS takes", () => {
		assert.deepEqual(read('{"state":{"desired":{"a":null},"reported":null},"version":4,"more":[null]}'), {
			state: { desired: { a: null }, reported: null },
			version: 4,
		});
		assert.deepEqual(read('{"state":null}'), { state: null, version: undefined });
		assert.deepEqual(read('{"state":{},"version":null}'), { state: {}, version: undefined });
		assert.doesNotThrow(() => read(`{"state":{"desired":${nested(deepestSection)}}}`));
	});

	for (const [text, message] of [
		["", "Invalid JSON"],
		["{", "Invalid JSON"],
		["66", "Missing required node: state"],
		["null", "Missing required node: state"],
		["[]", "Missing required node: state"],
		['{"clientToken":"x"}', "Missing required node: state"],
		['{"state":1}', "State node must be an object"],
		['{"state":[]}', "State node must be an object"],
		['{"state":{"desired":1}}', "Desired node must be an object"],
		['{"state":{"reported":[]}}', "Reported node must be an object"],
		['{"state":{"foo":{}}}', "State contains an invalid node: 'foo'"],
		['{"state":{"delta":{}}}', "State contains an invalid node: 'delta'"],
		['{"state":{"desired":{"a":[1,null]}}}', "State contains an invalid node: 'a'"],
		['{"state":{"desired":{"a":[{"b":null}]}}}', "State contains an invalid node: 'b'"],
		['{"state":{},"version":"1"}', "Invalid version"],
		['{"state":{},"version":1.5}', "Invalid version"],
		['{"state":{},"version":-1}', "Invalid version"],
		[`{"state":{"reported":${nested(deepestSection + 1)}}}`, "JSON contains too many levels of nesting; maximum is 8"],
		[
			`{"state":{"reported":{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}}}`,
			"JSON contains too many levels of nesting; maximum is 8",
		],
	] as const) {
		it(`are refused: ${text.slice(0, 60) || "nothing"}`, () => {
			assert.throws(() => read(text), refused(400, message));
		});
	}

	it("property: any JSON is an update or refused in AWS's words", () => {
		const shaped = fc.record(
			{
				state: fc.oneof(
					fc.jsonValue(),
					fc.record({ desired: fc.jsonValue(), reported: fc.jsonValue() }, { requiredKeys: [] }),
				),
				version: fc.jsonValue(),
				clientToken: fc.jsonValue(),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.json(),
					shaped.map((value) => JSON.stringify(value)),
					fc.string(),
				),
				(text) => {
					try {
						const request = parseRequest(Buffer.from(text));
						clientTokenOf(request);
						updateIn(request);
					} catch (error) {
						assert.ok(error instanceof ShadowError && error.code === 400, String(error));
					}
				},
			),
		);
	});

	it("are refused when they are no UTF-8, or longer than a message", () => {
		const encoding = "Unsupported documented encoding; supported encoding is UTF-8";
		assert.throws(() => parseRequest(Buffer.from([0x22, 0xff, 0x22])), refused(415, encoding));
		const size = "The payload exceeds the maximum size allowed";
		assert.throws(() => parseRequest(Buffer.alloc(128 * 1024 + 1, 0x20)), refused(413, size));
	});

	it("have a client token of at most 64 bytes", () => {
		assert.equal(clientTokenOf({ clientToken: "ü".repeat(32) }), "ü".repeat(32));
		assert.equal(clientTokenOf({}), undefined);
		assert.equal(clientTokenOf([]), undefined);
		for (const clientToken of ["ü".repeat(33), 1, {}, true]) {
			assert.throws(() => clientTokenOf({ clientToken }), refused(400, "Invalid clientToken"));
		}
	});
});
