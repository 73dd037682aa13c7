import assert from "node:assert/strict";
import fc from "fast-check";
import { TelnetDecoder, type TelnetEvent, telnet, telnetEscape, telnetSubnegotiation } from "./telnet.js";

const bytes = fc
	.array(fc.oneof(fc.constantFrom(255, 240, 250, 253), fc.integer({ min: 0, max: 255 })), {
		minLength: 1,
		maxLength: 30,
	})
	.map((array) => Uint8Array.from(array));

const piece: fc.Arbitrary<{ wire: Uint8Array; event: TelnetEvent }> = fc.oneof(
	bytes.map((data) => ({ wire: telnetEscape(data), event: { kind: "data" as const, bytes: data } })),
	bytes.map((data) => ({ wire: telnetSubnegotiation(data), event: { kind: "subnegotiation" as const, bytes: data } })),
	fc
		.record({ verb: fc.constantFrom(251, 252, 253, 254), option: fc.constantFrom(0, 1, 3, 44, 255) })
		.map(({ verb, option }) => ({
			wire: Uint8Array.of(telnet.iac, verb, option),
			event: { kind: "option" as const, verb, option },
		})),
);

/** Data in pieces is one piece. */
function joined(events: readonly TelnetEvent[]): TelnetEvent[] {
	const result: TelnetEvent[] = [];
	for (const event of events) {
		const last = result.at(-1);
		if (event.kind === "data" && last?.kind === "data") {
			result[result.length - 1] = { kind: "data", bytes: Uint8Array.from([...last.bytes, ...event.bytes]) };
		} else {
			result.push(event);
		}
	}
	return result;
}

describe("TelnetDecoder", () => {
	it("takes apart what was put together, however the stream is cut", () => {
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (pieces, step) => {
				const stream = Buffer.concat(pieces.map(({ wire }) => wire));
				const decoder = new TelnetDecoder();
				const got: TelnetEvent[] = [];
				for (let at = 0; at < stream.length; at += step) got.push(...decoder.push(stream.subarray(at, at + step)));
				assert.deepEqual(joined(got), joined(pieces.map(({ event }) => event)));
			}),
		);
	});

	it("bounds a subnegotiation that does not end", () => {
		const decoder = new TelnetDecoder();
		decoder.push(Uint8Array.of(telnet.iac, telnet.subnegotiation));
		decoder.push(new Uint8Array(10_000));
		const [event] = decoder.push(Uint8Array.of(telnet.iac, telnet.subnegotiationEnd));
		assert.equal(event?.kind === "subnegotiation" && event.bytes.length, 64);
	});
});
