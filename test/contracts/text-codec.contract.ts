import assert from "node:assert/strict";
import fc from "fast-check";
import type { TextCodec } from "../../firmware/ports/text-codec.js";

/** Text, and its UTF-8 written out. */
const utf8: readonly (readonly [string, readonly number[]])[] = [
	["", []],
	["A\n\u0000", [0x41, 0x0a, 0x00]],
	["é", [0xc3, 0xa9]],
	["\u07ff\u0800", [0xdf, 0xbf, 0xe0, 0xa0, 0x80]],
	["€\uffff", [0xe2, 0x82, 0xac, 0xef, 0xbf, 0xbf]],
	["😀", [0xf0, 0x9f, 0x98, 0x80]],
	["\u{10ffff}", [0xf4, 0x8f, 0xbf, 0xbf]],
	["\ufeffA", [0xef, 0xbb, 0xbf, 0x41]],
];

const malformed: Readonly<Record<string, readonly number[]>> = {
	"a lone continuation byte": [0x80],
	"a truncated sequence": [0xe2, 0x82],
	"a sequence broken by ASCII": [0xc3, 0x41],
	"an overlong slash": [0xc0, 0xaf],
	"an overlong NUL": [0xe0, 0x80, 0x80],
	"a surrogate": [0xed, 0xa0, 0x80],
	"a code point above U+10FFFF": [0xf4, 0x90, 0x80, 0x80],
	"a byte that never occurs": [0xff],
};

/** RFC 4648 section 10. */
const base64: readonly (readonly [string, string])[] = [
	["", ""],
	["f", "Zg=="],
	["fo", "Zm8="],
	["foo", "Zm9v"],
	["foob", "Zm9vYg=="],
	["fooba", "Zm9vYmE="],
	["foobar", "Zm9vYmFy"],
];

const notBase64: Readonly<Record<string, string>> = {
	"missing padding": "Zg",
	"too little padding": "Zg=",
	"too much padding": "Zg===",
	"padding in the middle": "Zg==Zg==",
	"a single character": "Z",
	"a line break": "Zm9v\nYmFy",
	"a space": "Zm9v ",
	"the alphabet of URLs": "-_-_",
	"a foreign character": "Zm9*",
};

/** Any well-formed text: every code point but the surrogates. */
const text = fc
	.array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })), { maxLength: 50 })
	.map((codePoints) => String.fromCodePoint(...codePoints));

export function describeTextCodec(name: string, codec: TextCodec): void {
	describe(`text codec: ${name}`, () => {
		for (const [text, bytes] of utf8) {
			it(`encodes ${JSON.stringify(text)} to ${bytes.length} bytes of UTF-8 and back`, () => {
				assert.deepEqual([...codec.encode(text)], bytes);
				assert.equal(codec.decode(Uint8Array.from(bytes)), text);
			});
		}

		it("decodes what it encoded", () => {
			fc.assert(fc.property(text, (original) => codec.decode(codec.encode(original)) === original));
		});

		it("decodes the bytes of a view, not of its whole buffer", () => {
			assert.equal(codec.decode(Uint8Array.of(0xff, 0x41, 0x42, 0xff).subarray(1, 3)), "AB");
			assert.equal(codec.toBase64(Uint8Array.from(Buffer.from("xfoox")).subarray(1, 4)), "Zm9v");
		});

		for (const [what, bytes] of Object.entries(malformed)) {
			it(`refuses to decode ${what}, and works afterwards`, () => {
				assert.throws(() => codec.decode(Uint8Array.from(bytes)));
				assert.throws(() => codec.decode(Uint8Array.from([0x41, ...bytes])));
				assert.equal(codec.decode(Uint8Array.of(0x41)), "A");
			});
		}

		for (const [text, encoded] of base64) {
			it(`writes "${text}" in base64 as "${encoded}" and back`, () => {
				assert.equal(codec.toBase64(Buffer.from(text)), encoded);
				assert.equal(Buffer.from(codec.fromBase64(encoded)).toString(), text);
			});
		}

		it("decodes from base64 whatever it encoded, on one line", () => {
			fc.assert(
				fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
					const text = codec.toBase64(bytes);
					assert.match(text, /^[A-Za-z0-9+/]*={0,2}$/);
					assert.deepEqual([...codec.fromBase64(text)], [...bytes]);
				}),
			);
		});

		for (const [what, text] of Object.entries(notBase64)) {
			it(`refuses base64 with ${what}, not quoting it`, () => {
				assert.throws(
					() => codec.fromBase64(text),
					(error: Error) => !error.message.includes(text),
				);
			});
		}
	});
}
