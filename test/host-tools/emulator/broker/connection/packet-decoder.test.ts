import assert from "node:assert/strict";
import fc from "fast-check";
import { generate, type Packet } from "mqtt-packet";
import { ProtocolError } from "../../../../../host-tools/emulator/broker/codec/protocol-error.js";
import { PacketDecoder } from "../../../../../host-tools/emulator/broker/connection/packet-decoder.js";

/** A packet of type and flags, with the body given in hex; blanks are for reading. */
function packet(header: number, body: string): Buffer {
	const bytes = Buffer.from(body.replaceAll(" ", ""), "hex");
	return Buffer.from([header, bytes.length, ...bytes]);
}

/** CONNECT with these flags, and the payload in hex. */
function connect(flags: string, payload: string, version = "04"): Buffer {
	return packet(0x10, `0004 4d515454 ${version} ${flags} 003c ${payload}`);
}

function problem(bytes: Buffer): string {
	try {
		new PacketDecoder().decode(bytes);
	} catch (error) {
		assert.ok(error instanceof ProtocolError, String(error));
		return error.message;
	}
	return "";
}

describe("PacketDecoder", () => {
	const taken: [name: string, bytes: Buffer][] = [
		["CONNECT", connect("02", "0001 64")],
		["CONNECT with a will", connect("0e", "0001 64 0001 77 0001 78")],
		["CONNECT with an empty user name and password", connect("c2", "0001 64 0000 0000")],
		["CONNECT without a client id", connect("02", "0000")],
		["CONNECT without a client id, persistent, which has an answer of its own", connect("00", "0000")],
		["CONNECT with U+FFFD", connect("02", "0003 efbfbd")],
		["PUBLISH with QoS 0", packet(0x30, "0001 61")],
		["PUBLISH with U+FFFD", packet(0x30, "0003 efbfbd")],
		["PUBLISH with QoS 1 again", packet(0x3a, "0001 61 0001 ff")],
		["PUBACK", packet(0x40, "0001")],
		["SUBSCRIBE", packet(0x82, "0001 0001 61 01")],
		["UNSUBSCRIBE", packet(0xa2, "0001 0001 61")],
		["PINGREQ", packet(0xc0, "")],
		["DISCONNECT", packet(0xe0, "")],
	];
	for (const [name, bytes] of taken) it(`takes ${name}`, () => assert.equal(problem(bytes), ""));

	const refused: [name: string, bytes: Buffer, reason: RegExp][] = [
		["a will with QoS 3", connect("1e", "0001 64 0001 77 0001 78"), /QoS 3.*MQTT-3\.1\.2-14/],
		["QoS of a will that is not there", connect("0a", "0001 64"), /Will QoS/],
		["retain of a will that is not there", connect("22", "0001 64"), /Will Retain/],
		["the reserved flag of CONNECT", connect("03", "0001 64"), /flag bit 0/],
		["a password without a user name", connect("42", "0001 64 0001 70"), /[Uu]sername/],
		["protocol level 0x84", connect("02", "0001 64", "84"), /protocol version 132/],
		["protocol level 6", connect("02", "0001 64", "06"), /protocol version 6/],
		["another protocol name", packet(0x10, "0004 4d515458 04 02 003c 0001 64"), /protocolId/],
		["a length with more bytes than it needs", Buffer.from("108000", "hex"), /short|more bytes/],
		["a client id that is no UTF-8", connect("02", "0002 ffff"), /malformed/],
		["a client id of a half surrogate pair", connect("02", "0003 eda080"), /malformed/],
		["a client id with NUL", connect("02", "0002 6400"), /NUL/],
		["a will topic with NUL", connect("06", "0001 64 0002 7700 0001 78"), /NUL/],
		["a user name that is no UTF-8", connect("82", "0001 64 0001 ff"), /malformed/],
		["bytes behind CONNECT", connect("02", "0001 64 00"), /malformed/],
		["a CONNECT that ends too early", connect("02", "0005 64"), /short/],
		["PUBLISH with packet id 0", packet(0x32, "0001 61 0000"), /packet id 0/],
		["PUBLISH with QoS 3", packet(0x36, "0001 61 0001"), /QoS/],
		["a duplicate of QoS 0", packet(0x38, "0001 61"), /MQTT-3\.3\.1-2/],
		["a topic that is no UTF-8", packet(0x30, "0002 61ff"), /MQTT-1\.5\.3-1/],
		["a topic with NUL", packet(0x30, "0002 6100"), /NUL/],
		["a topic longer than its packet", packet(0x30, "0009 61"), /topic|short/i],
		["PUBACK with packet id 0", packet(0x40, "0000"), /packet id 0/],
		["PUBACK of three bytes", packet(0x40, "000100"), /two bytes/],
		["SUBSCRIBE with packet id 0", packet(0x82, "0000 0001 61 01"), /packet id 0/],
		["SUBSCRIBE without a filter", packet(0x82, "0001"), /MQTT-3\.8\.3-3/],
		["SUBSCRIBE with QoS 3", packet(0x82, "0001 0001 61 03"), /QoS/],
		["SUBSCRIBE with a reserved bit of the options", packet(0x82, "0001 0001 61 05"), /bits 7-2/],
		["SUBSCRIBE whose flags are 0", packet(0x80, "0001 0001 61 00"), /header flag/],
		["a filter that is no UTF-8", packet(0x82, "0001 0001 ff 01"), /malformed/],
		["a filter with NUL", packet(0x82, "0001 0002 6100 01"), /NUL/],
		["UNSUBSCRIBE with packet id 0", packet(0xa2, "0000 0001 61"), /packet id 0/],
		["UNSUBSCRIBE without a filter", packet(0xa2, "0001"), /MQTT-3\.10\.3-2/],
		["PINGREQ with a body", packet(0xc0, "00"), /malformed/],
		["DISCONNECT with a body", packet(0xe0, "00"), /malformed/],
		["CONNACK from a client", packet(0x20, "0000"), /sends no CONNACK/],
		["PUBREL, which is QoS 2", packet(0x62, "0001"), /sends no PUBREL/],
		["type 0", packet(0x00, ""), /Not supported/],
	];
	for (const [name, bytes, reason] of refused) it(`refuses ${name}`, () => assert.match(problem(bytes), reason));

	it("tells a client of MQTT 3.1 in its own words that it is not spoken", () => {
		try {
			new PacketDecoder().decode(packet(0x10, "0006 4d5149736470 03 02 003c 0001 64"));
			assert.fail("it was taken");
		} catch (error) {
			assert.deepEqual((error as ProtocolError).answer, Buffer.from([0x20, 2, 0, 1]));
		}
	});

	it("takes what a client encodes, and answers any other bytes with a ProtocolError", () => {
		const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((value) => !value.includes("\0"));
		const messageId = fc.integer({ min: 1, max: 65_535 });
		const packets: fc.Arbitrary<Packet> = fc.oneof(
			fc.record({ cmd: fc.constant("unsubscribe" as const), messageId, unsubscriptions: fc.tuple(text) }),
			fc.record({
				cmd: fc.constant("publish" as const),
				topic: text.filter((value) => value !== ""),
				payload: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
				qos: fc.constant(1 as const),
				retain: fc.boolean(),
				dup: fc.boolean(),
				messageId,
			}),
		);
		fc.assert(fc.property(packets, (value) => assert.equal(problem(generate(value)), "")));
		const decoder = new PacketDecoder();
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 120 }), (header, body) => {
				try {
					decoder.decode(Buffer.from([header, body.length, ...body]));
				} catch (error) {
					assert.ok(error instanceof ProtocolError, String(error));
				}
			}),
			{ numRuns: 2000 },
		);
	});
});
