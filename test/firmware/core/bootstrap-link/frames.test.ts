import assert from "node:assert/strict";
import fc from "fast-check";
import {
	decodeFrame,
	encodeFrame,
	frameType,
	linkProtocol,
	maximumLine,
	maximumPayload,
} from "../../../../firmware/core/bootstrap-link/frames.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { readRoot } from "../../../support/source-imports.js";

const frames = fc.record({
	type: fc.integer({ min: 0, max: 255 }),
	sequence: fc.integer({ min: 0, max: 65_535 }),
	payload: fc.uint8Array({ maxLength: maximumPayload }),
});
/** What the receiver is given: the line without `@` and end. */
const inner = (line: string) => Buffer.from(line.slice(1, -1));
const decode = (bytes: Uint8Array) => decodeFrame(new Uint8Array(bytes), nodeTextCodec);

describe("a frame of the bootstrap link", () => {
	it("comes out of its line as it went in", () => {
		fc.assert(
			fc.property(frames, (frame) => {
				const line = encodeFrame(frame, nodeTextCodec);
				assert.match(line, /^@[A-Za-z0-9+/]+=*\n$/);
				assert.ok(line.length <= maximumLine);
				const { crc, protocol, ...back } = decode(inner(line)) ?? assert.fail("not decoded");
				assert.deepEqual(back, { ...frame });
				assert.deepEqual([protocol, crc >= 0 && crc <= 0xffffffff], [linkProtocol, true]);
			}),
		);
	});

	it("is the line that another implementation makes", () => {
		// Python: base64 of the bytes and struct.pack("<I", zlib.crc32(bytes)).
		const part = { type: 3, sequence: 0x0102, payload: Uint8Array.of(5, 0, 0, 0xaa) };
		assert.equal(encodeFrame(part, nodeTextCodec), "@AQMCAQUAAKoV9xXp\n");
		const hello = { type: 1, sequence: 0x1234, payload: new Uint8Array(0) };
		assert.equal(encodeFrame(hello, nodeTextCodec), "@AQE0EvFQqdA=\n");
	});

	it("is the example of docs/serial-bootstrap.md", () => {
		const [, example = ""] = /0x3412 is `(@.*)`/.exec(readRoot("docs/serial-bootstrap.md")) ?? [];
		const frame = { type: frameType.hello, sequence: 0x3412, payload: new Uint8Array(0) };
		assert.equal(encodeFrame(frame, nodeTextCodec), `${example}\n`);
	});

	it("with any character changed, missing or added is not taken for a frame", () => {
		const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=~ ";
		fc.assert(
			fc.property(
				frames,
				fc.nat(),
				fc.constantFrom(...base64),
				fc.constantFrom("change", "remove", "insert"),
				(frame, where, character, how) => {
					const line = inner(encodeFrame(frame, nodeTextCodec)).toString();
					const at = where % line.length;
					const rest = line.slice(how === "insert" ? at : at + 1);
					const damaged = line.slice(0, at) + (how === "remove" ? "" : character) + rest;
					fc.pre(damaged !== line);
					assert.equal(decode(Buffer.from(damaged)), undefined);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it("is not found in anything else", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				assert.equal(decode(bytes), undefined);
			}),
		);
		for (const text of ["", "AAAA", "AAAAAAAA", "AAAAAAAAAAA="]) {
			// Eight zero bytes: the CRC-32 of four zero bytes is not zero.
			assert.equal(decode(Buffer.from(text)), undefined);
		}
	});

	it("refuses a payload that makes the line too long for a chip", () => {
		const payload = new Uint8Array(maximumPayload + 1);
		assert.throws(() => encodeFrame({ type: 1, sequence: 1, payload }, nodeTextCodec), RangeError);
	});
});
