import assert from "node:assert/strict";
import fc from "fast-check";
import { escapeTelnet, subnegotiation, TelnetDecoder, telnet } from "../../../../host-tools/board/serial/telnet.js";

const { iac, will, se, sb, comPort } = telnet;

function decodeAll(pieces: readonly Uint8Array[]) {
	const options: [number, number][] = [];
	const payloads: [number, ...number[]][] = [];
	const decoder = new TelnetDecoder({
		onOption: (verb, option) => options.push([verb, option]),
		onSubnegotiation: (option, payload) => payloads.push([option, ...payload]),
	});
	const data = pieces.flatMap((piece) => [...decoder.decode(piece)]);
	return { data, options, payloads };
}

/** `bytes` cut at the places that `cuts` say. */
function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
	const places = [...new Set(cuts.map((one) => one % (bytes.length + 1)))].sort((a, b) => a - b);
	return [0, ...places].map((start, index) => bytes.slice(start, places[index] ?? bytes.length));
}

describe("TelnetDecoder", () => {
	it("finds data, options and subnegotiations, wherever the stream is cut", () => {
		const part = fc.oneof(
			fc.uint8Array({ maxLength: 20 }).map((data) => ({ kind: "data" as const, data })),
			fc.nat(3).map((verb) => ({ kind: "option" as const, verb: will + verb })),
			fc.uint8Array({ minLength: 1, maxLength: 8 }).map((payload) => ({ kind: "payload" as const, payload })),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 10 }), (parts, cuts) => {
				const bytes = parts.flatMap((one) => {
					if (one.kind === "data") return [...escapeTelnet(one.data)];
					if (one.kind === "option") return [iac, one.verb, comPort];
					return [...subnegotiation(comPort, [...one.payload])];
				});
				const { data, options, payloads } = decodeAll(cut(Uint8Array.from(bytes), cuts));
				assert.deepEqual(
					data,
					parts.flatMap((one) => (one.kind === "data" ? [...one.data] : [])),
				);
				assert.deepEqual(
					options,
					parts.flatMap((one) => (one.kind === "option" ? [[one.verb, comPort]] : [])),
				);
				assert.deepEqual(
					payloads,
					parts.flatMap((one) => (one.kind === "payload" ? [[comPort, ...one.payload]] : [])),
				);
			}),
		);
	});

	it("keeps no more of an endless subnegotiation than a bounded part", () => {
		const endless = new Uint8Array(100_000).fill(7);
		const { payloads } = decodeAll([Uint8Array.of(iac, sb, comPort), endless, Uint8Array.of(iac, se)]);
		assert.equal(payloads[0]?.length, 1024);
	});

	it("takes whatever arrives without throwing", () => {
		fc.assert(fc.property(fc.array(fc.uint8Array()), (pieces) => void decodeAll(pieces)));
	});
});
