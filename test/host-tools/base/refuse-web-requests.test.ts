import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { refuseWebRequests } from "../../../host-tools/base/refuse-web-requests.js";
import { until, within } from "../../support/deadline.js";

describe("a plain TCP listener on loopback", () => {
	let server: Server;
	let heard = "";
	const clients: Socket[] = [];

	const dial = async () => {
		const socket = connect((server.address() as AddressInfo).port, "127.0.0.1").on("error", () => undefined);
		clients.push(socket);
		await within(once(socket, "connect"), "the connection");
		return socket.setNoDelay().resume();
	};

	before(async () => {
		server = createServer((socket) => {
			socket.on("error", () => undefined);
			refuseWebRequests(socket, (bytes) => {
				heard += Buffer.from(bytes).toString();
			});
		});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
	});

	beforeEach(() => {
		heard = "";
	});

	after(() => {
		for (const client of clients) client.destroy();
		server.close();
	});

	for (const start of [
		"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n@frame\n",
		"GET /@AQESNChWesE= HTTP/1.1\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\n\r\n",
		"MADE-UP / http/1.0\n\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		`GET /${"x".repeat(2_000)}`,
		"\u0000\u0003\u0000\u0010\u0021\u0012\u00a4\u0042\n@frame\n",
	]) {
		it(`hangs up on ${JSON.stringify(start.slice(0, 20))}… and passes nothing on`, async () => {
			const socket = await dial();
			socket.write(start);
			await within(once(socket, "close"), "the end");
			assert.equal(heard, "");
		});
	}

	it("hangs up on a request that comes byte by byte", async () => {
		const socket = await dial();
		const closed = once(socket, "close");
		for (const byte of "POST / HTTP/1.1\r\n\r\n@frame\n") socket.write(byte);
		await within(closed, "the end");
		assert.equal(heard, "");
	});

	it("hangs up on a TLS handshake", async () => {
		const { port } = server.address() as AddressInfo;
		const socket = connectTls({ host: "127.0.0.1", port, rejectUnauthorized: false });
		clients.push(socket);
		const [error] = await within(once(socket, "error"), "the end");
		assert.match(String(error.code), /ECONNRESET|EPROTO/);
		assert.equal(heard, "");
	});

	for (const start of ["@AQESNChWesE=\n", "\r\n<xsbug></xsbug>", "somebody typing\n", "@frame POST / HTTP/1.1\n"]) {
		it(`passes on ${JSON.stringify(start)}, and all that follows`, async () => {
			const socket = await dial();
			for (const byte of start) socket.write(byte);
			await until("the start", () => heard === start);
			socket.write("GET / HTTP/1.1\r\n");
			await until("the rest", () => heard === `${start}GET / HTTP/1.1\r\n`);
			socket.destroy();
		});
	}
});
