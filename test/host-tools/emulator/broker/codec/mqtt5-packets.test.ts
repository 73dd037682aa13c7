import assert from "node:assert/strict";
import fc from "fast-check";
import { generate, type Packet } from "mqtt-packet";
import type { PublishPacket } from "../../../../../host-tools/emulator/broker/codec/client-packet.js";
import { ProtocolError } from "../../../../../host-tools/emulator/broker/codec/protocol-error.js";
import { PublishEncoder } from "../../../../../host-tools/emulator/broker/codec/publish-encoder.js";
import { readPacket } from "../../../../../host-tools/emulator/broker/codec/read-packet.js";
import type { MessageProperties } from "../../../../../host-tools/emulator/broker/routing/message-properties.js";

const malformed = 0x81;
const protocolError = 0x82;

/** A packet of type and flags, with the body given in hex; blanks are for reading. */
function packet(header: number, body: string): Buffer {
	const bytes = Buffer.from(body.replaceAll(" ", ""), "hex");
	return Buffer.from([header, bytes.length, ...bytes]);
}

/** Properties behind their length. */
function properties(hex: string): string {
	const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
	return `${Buffer.from([bytes.length]).toString("hex")} ${bytes.toString("hex")}`;
}

/** CONNECT with clean start, a keep-alive of 60 s and client id "d". */
function connect(ofConnect: string, flags = "02", payload = ""): Buffer {
	return packet(0x10, `0004 4d515454 05 ${flags} 003c ${properties(ofConnect)} 0001 64 ${payload}`);
}

/** PUBLISH at QoS 1 with packet id 1 and an empty payload. */
function publish(ofPublish: string, topic = "0001 61"): Buffer {
	return packet(0x32, `${topic} 0001 ${properties(ofPublish)}`);
}

function outcome(bytes: Buffer): { reasonCode: number; message: string } | undefined {
	try {
		readPacket(bytes, 5);
		return undefined;
	} catch (error) {
		assert.ok(error instanceof ProtocolError, String(error));
		return error;
	}
}

describe("packets of MQTT 5", () => {
	const taken: [name: string, bytes: Buffer][] = [
		["CONNECT without properties", connect("")],
		["CONNECT with all of them", connect("11 0000003c 21 000a 27 00000400 22 0008 19 01 17 00 26 0001 61 0001 62")],
		[
			"a will with all of its properties",
			connect(
				"",
				"0e",
				`${properties("18 0000000a 01 01 02 0000003c 03 0001 74 08 0001 72 09 0001 ff 26 0001 61 0000")} 0001 77 0001 78`,
			),
		],
		["a password without a user name", connect("", "42", "0001 70")],
		[
			"PUBLISH with all properties",
			publish("01 01 02 0000003c 03 0001 74 08 0001 72 09 0001 ff 23 0001 26 0001 61 0001 62"),
		],
		["PUBLISH whose topic is an alias", publish("23 0001", "0000")],
		["user properties of one name", publish("26 0001 61 0001 62 26 0001 61 0001 62")],
		["PUBACK of two bytes", packet(0x40, "0001")],
		["PUBACK with a reason", packet(0x40, "0001 00")],
		["PUBACK with a reason in words", packet(0x40, `0001 80 ${properties("1f 0001 78")}`)],
		["SUBSCRIBE with all options", packet(0x82, "0001 00 0001 61 2d")],
		["UNSUBSCRIBE", packet(0xa2, "0001 00 0001 61")],
		["DISCONNECT without a body", packet(0xe0, "")],
		["DISCONNECT with the will", packet(0xe0, "04")],
		["DISCONNECT with a session expiry", packet(0xe0, `00 ${properties("11 00000001")}`)],
	];
	for (const [name, bytes] of taken) it(`are taken: ${name}`, () => assert.equal(outcome(bytes), undefined));

	const refused: [name: string, bytes: Buffer, reasonCode: number, reason: RegExp][] = [
		["a property twice", connect("11 00000001 11 00000001"), protocolError, /sessionExpiryInterval comes twice/],
		["a receive maximum of 0", connect("21 0000"), protocolError, /receiveMaximum is 0/],
		["a maximum packet size of 0", connect("27 00000000"), protocolError, /maximumPacketSize is 0/],
		["a flag of 2", connect("17 02"), protocolError, /0 or 1/],
		["authentication data without a method", connect("16 0001 61"), protocolError, /without a method/],
		["a property of PUBLISH in CONNECT", connect("01 01"), malformed, /does not belong into CONNECT/],
		[
			"a property of CONNECT in a will",
			connect("", "06", `${properties("21 0001")} 0001 77 0001 78`),
			malformed,
			/into WILL/,
		],
		["a property there is not", connect("7f"), malformed, /no property 0x7f/],
		["a property that ends too early", connect("11 0000"), malformed, /too short/],
		["properties longer than the packet", packet(0x10, "0004 4d515454 05 02 003c 7f"), malformed, /too short/],
		["a length of properties with five bytes", packet(0x32, "0001 61 0001 8080808001"), malformed, /four bytes/],
		["a length of properties with a byte too many", packet(0x32, "0001 61 0001 8000"), malformed, /than it needs/],
		["a user property that is no UTF-8", publish("26 0001 61 0001 ff"), malformed, /UTF-8/],
		["a user property with NUL", publish("26 0001 61 0001 00"), malformed, /NUL/],
		["a user property without a value", publish("26 0001 61"), malformed, /too short/],
		["a response topic with a wildcard", publish("08 0001 23"), protocolError, /MQTT-3\.3\.2-14/],
		["a subscription identifier in PUBLISH", publish("0b 01"), malformed, /does not belong into PUBLISH/],
		["PUBLISH without topic and alias", publish("", "0000"), protocolError, /neither a topic nor an alias/],
		["PUBLISH without properties", packet(0x32, "0001 61 0001"), malformed, /too short/],
		["SUBSCRIBE without properties", packet(0x82, "0001"), malformed, /too short/],
		["SUBSCRIBE without a filter", packet(0x82, "0001 00"), protocolError, /MQTT-3\.8\.3-3/],
		[
			"SUBSCRIBE with a subscription identifier of 0",
			packet(0x82, `0001 ${properties("0b 00")} 0001 61 00`),
			protocolError,
			/is 0/,
		],
		["SUBSCRIBE with reserved options", packet(0x82, "0001 00 0001 61 41"), malformed, /bits 7-6/],
		["SUBSCRIBE with retain handling 3", packet(0x82, "0001 00 0001 61 31"), protocolError, /retain handling/],
		[
			"a shared subscription with No Local",
			packet(0x82, `0001 00 000a ${Buffer.from("$share/g/a").toString("hex")} 05`),
			protocolError,
			/No Local/,
		],
		["UNSUBSCRIBE without a filter", packet(0xa2, "0001 00"), protocolError, /MQTT-3\.10\.3-2/],
		["bytes behind PUBACK", packet(0x40, "0001 00 00 00"), malformed, /bytes follow/],
		["DISCONNECT with a reason of others", packet(0xe0, "01"), malformed, /reason code 1/],
		["AUTH", packet(0xf0, "00"), protocolError, /sends no AUTH/],
		["PUBREL", packet(0x62, "0001"), protocolError, /sends no PUBREL/],
	];
	for (const [name, bytes, reasonCode, reason] of refused) {
		it(`are refused: ${name}`, () => {
			const error = outcome(bytes);
			assert.match(error?.message ?? "taken", reason);
			assert.equal(error?.reasonCode, reasonCode);
		});
	}

	const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((value) => !value.includes("\0"));
	const seconds = fc.integer({ min: 1, max: 0xffff_ffff });
	const ofMessage: fc.Arbitrary<MessageProperties> = fc.record(
		{
			payloadFormatIndicator: fc.boolean(),
			messageExpiryInterval: seconds,
			contentType: text,
			responseTopic: text.filter((value) => value !== "" && !/[+#]/.test(value)),
			correlationData: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
			userProperties: fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }),
		},
		{ requiredKeys: [] },
	);

	it("come back as they were written, properties in their order", () => {
		const encoder = new PublishEncoder();
		const message = fc.record({
			topic: text.filter((value) => value !== ""),
			payload: fc.uint8Array({ maxLength: 300 }),
		});
		fc.assert(
			fc.property(
				message,
				ofMessage,
				fc.boolean(),
				fc.option(fc.integer({ min: 1, max: 65_535 })),
				(about, given, retain, id) => {
					const payload = Buffer.from(about.payload);
					const sent = { topic: about.topic, payload, qos: 1 as const, retain, properties: given };
					const expiry = given.messageExpiryInterval;
					const messageId = id ?? undefined;
					// Twice: the second comes from what was encoded for the first.
					for (const dup of [false, messageId !== undefined]) {
						const bytes = encoder.encode(sent, { version: 5, messageId, dup, retain, expiry });
						const read = readPacket(Buffer.from(bytes), 5) as PublishPacket;
						assert.deepEqual(
							[read.topic, read.qos, read.messageId, read.retain],
							[about.topic, id === null ? 0 : 1, id ?? 0, retain],
						);
						assert.ok(payload.equals(read.payload));
						assert.deepEqual({ ...read.properties }, { ...given });
					}
				},
			),
			{ numRuns: 500 },
		);
	});

	it("are read as another library writes them", () => {
		const options = { messageId: 7, dup: false, retain: false, qos: 1 as const };
		fc.assert(
			fc.property(
				ofMessage,
				text.filter((value) => value !== ""),
				(given, topic) => {
					// That library knows no order of names, and takes an absent indicator for false.
					const { userProperties: _, ...known } = { payloadFormatIndicator: true, ...given };
					const bytes = generate({ cmd: "publish", topic, payload: "x", ...options, properties: known } as Packet, {
						protocolVersion: 5,
					});
					const read = readPacket(bytes, 5) as PublishPacket;
					assert.deepEqual({ ...read.properties }, known);
				},
			),
		);
	});

	it("are either taken or refused with a ProtocolError, whatever the bytes", () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 120 }), (header, body) => {
				outcome(Buffer.from([header, body.length, ...body]));
			}),
			{ numRuns: 5000 },
		);
		const [, mutated] = taken[4] ?? ["", Buffer.alloc(0)];
		fc.assert(
			fc.property(fc.nat(mutated.length - 1), fc.nat(255), (at, value) => {
				const bytes = Buffer.from(mutated);
				bytes[at] = value;
				outcome(bytes);
			}),
			{ numRuns: 2000 },
		);
	});
});
