import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { openTcpConsole, type TcpConsole } from "../../../host-tools/virtual-device/tcp-console.js";
import { until, within } from "../../support/deadline.js";

describe("openTcpConsole", () => {
	let line: TcpConsole;
	const sockets: Socket[] = [];
	const dial = async () => {
		const socket = connect(line.port, line.host);
		sockets.push(socket);
		await within(once(socket, "connect"), "the connection");
		return socket;
	};
	const text = (socket: Socket) => {
		let all = "";
		socket.setEncoding("utf8").on("data", (data: string) => {
			all += data;
		});
		return () => all;
	};

	beforeEach(async () => {
		line = await openTcpConsole("127.0.0.1", 0);
	});

	afterEach(() => {
		line.close();
		for (const socket of sockets.splice(0)) socket.destroy();
	});

	it("carries bytes in and log lines out", async () => {
		let heard = "";
		line.listen((bytes) => {
			heard += Buffer.from(bytes).toString();
		});
		const socket = await dial();
		const said = text(socket);
		socket.write("@hello\n");
		await until("the bytes", () => heard === "@hello\n");
		line.log.write("info", "state", { from: "unclaimed", to: "claimed" });
		const expected = 'thingsmith {"level":"info","event":"state","from":"unclaimed","to":"claimed"}\n';
		await until("the line", () => said() === expected);
	});

	it("hangs up on a second connection, and takes another one after the first", async () => {
		const heard: string[] = [];
		line.listen((bytes) => void heard.push(Buffer.from(bytes).toString()));
		const first = await dial();
		first.write("@a");
		await until("the first to be there", () => heard.includes("@a"));
		const second = await dial();
		await within(once(second.resume(), "close"), "the second's end");
		first.destroy();
		let third: Socket | undefined;
		await until("the third to be heard", () => {
			if (third === undefined || third.destroyed) {
				third = connect(line.port, line.host).on("error", () => {});
				sockets.push(third);
				third.write("@c");
			}
			return heard.includes("@c");
		});
	});

	it("writes to nobody without harm, and does not pile up for who does not read", async () => {
		line.log.write("info", "state");
		const socket = await dial();
		socket.pause();
		let taken = false;
		line.listen(() => {
			taken = true;
		});
		socket.write("@a");
		await until("the connection to be taken", () => taken);
		const fields = { text: "x".repeat(1000) };
		for (let index = 0; index < 20_000; index++) line.log.write("info", "line", fields);
		const said = text(socket.resume());
		// What has piled up would come before it.
		await until("a line to come through again", () => {
			line.log.write("info", "last");
			return said().includes('"last"');
		});
		const arrived = said().split('"event":"line"').length - 1;
		assert.ok(arrived > 0 && arrived < 10_000, `${arrived} lines`);
	});

	it("may be closed twice, which ends its connection and frees its port", async () => {
		const socket = await dial();
		line.log.write("info", "state");
		line.close();
		line.close();
		await within(once(socket.resume(), "close"), "the end");
		const { port } = line;
		line = await within(openTcpConsole("127.0.0.1", port), "the same port");
		assert.equal(line.port, port);
	});
});
