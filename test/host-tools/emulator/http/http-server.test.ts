import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { startHttpServer } from "../../../../host-tools/emulator/http/http-server.js";
import { within } from "../../../support/deadline.js";
import { TestControlPlane } from "./test-control-plane.js";

describe("startHttpServer()", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	it("rejects with EADDRINUSE when the port is taken", async () => {
		const { port } = plane.server;
		const options = {
			operations: [],
			journal: plane.journal,
			durable: async () => {},
			storeFailure: () => undefined,
			host: "127.0.0.1",
			port,
		};
		await assert.rejects(startHttpServer(options), { code: "EADDRINUSE" });
	});

	it("close() cuts idle, half-sent and kept-alive connections at once, and may be called twice", async () => {
		await plane.raw("GET", "/_thingsmith/health");
		const idle = connect(plane.server.port, "127.0.0.1");
		const halfSent = connect(plane.server.port, "127.0.0.1");
		for (const socket of [idle, halfSent]) {
			socket.on("error", () => {});
			await within(once(socket, "connect"), "the connection", 5000);
		}
		halfSent.write("POST /things/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: x\r\nContent-Length: 10\r\n\r\n{");
		await plane.raw("GET", "/_thingsmith/health");
		const cut = Promise.all([idle, halfSent].map((socket) => new Promise((resolve) => socket.once("close", resolve))));
		const closing = plane.server.close();
		assert.equal(plane.server.close(), closing);
		await within(closing, "the end of close()", 5000);
		await within(cut, "the end of the connections", 5000);
		await assert.rejects(plane.raw("GET", "/_thingsmith/health"));
	});

	it("a client that goes away in the middle of a request harms nobody", async () => {
		const socket = connect(plane.server.port, "127.0.0.1");
		await within(once(socket, "connect"), "the connection", 5000);
		socket.write("POST /things/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: x\r\nContent-Length: 10\r\n\r\n{");
		await plane.raw("GET", "/_thingsmith/health");
		socket.destroy();
		await within(once(socket, "close"), "the close", 5000);
		assert.equal((await plane.raw("GET", "/_thingsmith/health")).status, 200);
		assert.equal(plane.registry.things.findThing("x"), undefined);
	});
});
