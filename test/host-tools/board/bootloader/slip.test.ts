import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeSlip, SlipDecoder } from "../../../../host-tools/board/bootloader/slip.js";

const packet = fc.uint8Array({ minLength: 1, maxLength: 60 });
/** A boot log, or what a wrong speed makes of one. */
const noise = fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.filter((byte) => byte !== 0xc0));

describe("SlipDecoder", () => {
	it("finds every packet, whatever is between them and however the stream is cut", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(noise, packet)), fc.integer({ min: 1, max: 30 }), (parts, step) => {
				const stream = parts.flatMap(([before, one]) => [...before, ...encodeSlip(one)]);
				const decoder = new SlipDecoder();
				const found: Uint8Array[] = [];
				for (let at = 0; at < stream.length; at += step) {
					found.push(...decoder.decode(Uint8Array.from(stream.slice(at, at + step))));
				}
				assert.deepEqual(
					found,
					parts.map(([, one]) => one),
				);
			}),
		);
	});

	it("loses no more than two packets to a byte that is lost", () => {
		fc.assert(
			fc.property(fc.array(packet, { minLength: 1, maxLength: 4 }), fc.nat(), (before, seed) => {
				const bytes = before.flatMap((one) => [...encodeSlip(one)]);
				bytes.splice(seed % bytes.length, 1);
				const after = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
				const stream = [...bytes, ...after.flatMap((one) => [...encodeSlip(one)])];
				const found = new SlipDecoder().decode(Uint8Array.from(stream));
				assert.deepEqual(found.at(-1), after[2]);
			}),
		);
	});

	it("keeps no more than a bounded part of a packet without an end", () => {
		const decoder = new SlipDecoder();
		assert.deepEqual(decoder.decode(Uint8Array.of(0xc0, ...new Uint8Array(100_000), 0xc0)), []);
		const next = decoder.decode(encodeSlip(Uint8Array.of(1)));
		const following = decoder.decode(encodeSlip(Uint8Array.of(2)));
		assert.deepEqual([...next, ...following].at(-1), Uint8Array.of(2));
	});
});
