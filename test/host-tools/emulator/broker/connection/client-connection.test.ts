import assert from "node:assert/strict";
import { once } from "node:events";
import { Duplex } from "node:stream";
import { generate } from "mqtt-packet";
import type { ClientPacket } from "../../../../../host-tools/emulator/broker/codec/client-packet.js";
import { Backlog } from "../../../../../host-tools/emulator/broker/connection/backlog.js";
import {
	ClientConnection,
	type ConnectionHandler,
} from "../../../../../host-tools/emulator/broker/connection/client-connection.js";
import { Outboxes } from "../../../../../host-tools/emulator/broker/connection/outbox.js";

const limit = 100_000;
const packet = generate({
	cmd: "publish",
	topic: "a",
	payload: Buffer.alloc(60_000),
	qos: 0,
	retain: false,
	dup: false,
});

/** What one connection's handler heard. */
class Heard implements ConnectionHandler {
	readonly packets: ClientPacket[] = [];
	readonly overruns: string[] = [];
	malformed = assert.fail;
	silent = assert.fail;
	failed = assert.fail;

	packet(packet: ClientPacket): void {
		this.packets.push(packet);
	}

	overrun(code: string, reason: string): void {
		this.overruns.push(`${code}: ${reason}`);
	}

	closed(): void {}
}

describe("ClientConnection", () => {
	const opened: ClientConnection[] = [];
	let shared: ConstructorParameters<typeof ClientConnection>[1];

	beforeEach(() => {
		shared = { backlog: new Backlog(limit), outboxes: new Outboxes(), gone() {} };
	});
	afterEach(() => {
		for (const connection of opened.splice(0)) connection.abort();
	});

	function open() {
		const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
		const heard = new Heard();
		const connection = new ClientConnection(stream, shared, heard);
		opened.push(connection);
		const receive = async (bytes: Buffer) => {
			const read = once(stream, "data");
			stream.push(bytes);
			await read;
		};
		return { connection, heard, receive };
	}

	it("packets that came in part count towards what all may hold, until the rest has come", async () => {
		const [first, second, third] = [open(), open(), open()];
		await first.receive(packet.subarray(0, 45_000));
		await second.receive(packet.subarray(0, 45_000));
		assert.deepEqual([first.heard.overruns, second.heard.overruns], [[], []]);
		await first.receive(packet.subarray(45_000));
		assert.equal(first.heard.packets.length, 1);
		await third.receive(packet.subarray(0, 45_000));
		assert.deepEqual(third.heard.overruns, []);
		await first.receive(packet.subarray(0, 45_000));
		assert.match(first.heard.overruns[0] ?? "", /^slow-publisher: All clients together/);
	});

	it("what comes while nothing is read counts, too", async () => {
		const { connection, heard, receive } = open();
		const small = generate({ cmd: "pingreq" });
		const many = Buffer.concat(Array.from({ length: limit / small.length + 1 }, () => small));
		connection.pause();
		connection.socket.resume();
		await receive(many);
		assert.match(heard.overruns[0] ?? "", /^slow-publisher/);
	});

	it("a connection that is gone counts no more", async () => {
		const [first, second] = [open(), open()];
		await first.receive(packet.subarray(0, 55_000));
		first.connection.hangUp();
		await second.receive(packet.subarray(0, 55_000));
		assert.deepEqual(second.heard.overruns, []);
	});
});
